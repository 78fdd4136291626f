import type { FaultCode } from '../contract/errors.ts';
import type { KnownVisit } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { Intent } from '../contract/kiosk.ts';
import type { Surroundings } from './visit-context.ts';

/** What devices and the world tell the visit. */
export type WorldEvent =
  | { readonly type: 'surroundings'; readonly surroundings: Surroundings }
  | { readonly type: 'card.inserted' }
  | { readonly type: 'card.read'; readonly claim: IdentityClaim }
  | { readonly type: 'card.failed'; readonly code: FaultCode }
  | { readonly type: 'code.read'; readonly claim: IdentityClaim }
  | { readonly type: 'code.refused'; readonly code: FaultCode }
  /** A ticket of today that this kiosk gave out was shown to the scanner. */
  | { readonly type: 'ticket.read'; readonly visit: KnownVisit }
  | { readonly type: 'touch' }
  | { readonly type: 'sessionOver' };

export type VisitEvent = Intent | WorldEvent;

/**
 * Whether an event tells that somebody is there; what the world reports by itself does not.
 * Whoever feeds the machine sends `touch` after such an event, when a new pace is in force.
 */
export const showsPresence = ({ type }: VisitEvent): boolean =>
  type !== 'surroundings' && type !== 'sessionOver' && type !== 'touch';
