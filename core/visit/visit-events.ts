import type { CardAccessKey } from '../contract/device.ts';
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
  /** The chip opens with none of the keys the reader has. */
  | { readonly type: 'card.keyWanted'; readonly reason: 'none-offered' | 'refused' }
  /** 0 to 1. */
  | { readonly type: 'card.progress'; readonly share: number }
  /** The picture of the card read last; JPEG, base64. */
  | { readonly type: 'card.portrait'; readonly jpeg: string }
  /** `keys` may open the chip of the same card; empty where the code says too little. */
  | {
      readonly type: 'code.read';
      readonly claim: IdentityClaim;
      readonly keys: readonly CardAccessKey[];
      /** The same text as the number of a slip, where it can be one. */
      readonly slipNumber?: string | undefined;
    }
  | {
      readonly type: 'code.refused';
      readonly code: FaultCode;
      readonly slipNumber?: string | undefined;
      /** The one tax code in the text. */
      readonly taxCode?: string | undefined;
    }
  /** A ticket of today that this kiosk gave out was shown to the scanner. */
  | { readonly type: 'ticket.read'; readonly visit: KnownVisit }
  | { readonly type: 'touch' }
  | { readonly type: 'sessionOver' };

export type VisitEvent = Intent | WorldEvent;

/**
 * Whether an event tells that somebody is there; what the world reports by itself does not.
 * Whoever feeds the machine sends `touch` after such an event, when a new pace is in force.
 */
export const showsPresence = ({ type }: VisitEvent): boolean => !WITHOUT_ANYBODY.has(type);

const WITHOUT_ANYBODY: ReadonlySet<VisitEvent['type']> = new Set([
  'surroundings',
  'sessionOver',
  'touch',
  'card.progress',
  'card.portrait',
]);
