import { taxCodeIn } from '../../core/billing/tax-code.ts';
import type { DeviceEvent } from '../../core/contract/device.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import { keyCandidatesOf } from '../../core/identity/access-key-candidates.ts';
import { citizenNumberFlags } from '../../core/identity/citizen-number.ts';
import { slipNumberIn } from '../../core/identity/slip-number.ts';
import { readTypedCode } from '../../core/identity/typed-code.ts';
import type { KnownVisit } from '../../core/contract/hub.ts';
import type { WorldEvent } from '../../core/visit/visit-events.ts';

/** Finds the visit of a ticket that this kiosk gave out today. */
export type FindTicket = (ticketCode: string) => KnownVisit | undefined;

/** What a device said, in the words of the visit; undefined where the visit need not know. */
export const visitEventOf = (
  event: DeviceEvent,
  findTicket: FindTicket,
): WorldEvent | undefined => {
  switch (event.type) {
    case 'card-inserted':
      return { type: 'card.inserted' };
    case 'card-read':
      return { type: 'card.read', claim: crossChecked(event.claim) };
    case 'card-key-wanted':
      return { type: 'card.keyWanted', reason: event.reason };
    case 'card-progress':
      return { type: 'card.progress', share: event.share };
    case 'card-portrait':
      return { type: 'card.portrait', jpeg: event.jpeg };
    case 'card-failed':
      return { type: 'card.failed', code: event.code };
    case 'code-scanned':
      return codeEvent(event.text, findTicket);
    case 'card-removed':
    case 'page-order':
    case 'status':
      return undefined;
  }
};

/** The reader tells what the chip says; whether it fits the number is for the domain to know. */
const crossChecked = (claim: IdentityClaim): IdentityClaim =>
  claim.citizenNumber === undefined
    ? claim
    : {
        ...claim,
        flags: [...new Set([...claim.flags, ...citizenNumberFlags(claim.citizenNumber, claim)])],
      };

const codeEvent = (text: string, findTicket: FindTicket): WorldEvent => {
  const code = readTypedCode(text);
  if (code.kind === 'ticket') {
    const visit = findTicket(code.payload);
    return visit === undefined
      ? { type: 'code.refused', code: 'code-unknown' }
      : { type: 'ticket.read', visit };
  }
  // A booking's own code carries the number of its slip.
  const slipNumber = code.kind === 'booking' ? code.payload : slipNumberIn(text);
  if ('claim' in code) {
    return { type: 'code.read', claim: code.claim, keys: keyCandidatesOf(code), slipNumber };
  }
  const damaged = code.kind === 'unknown' && code.reason === 'damaged';
  return {
    type: 'code.refused',
    code: damaged ? 'code-damaged' : 'code-unknown',
    slipNumber,
    taxCode: code.kind === 'unknown' ? taxCodeIn(text) : undefined,
  };
};
