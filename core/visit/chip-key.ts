import type { CardAccessKey } from '../contract/device.ts';
import type { CardKeyWay } from '../contract/kiosk.ts';
import { keyCandidatesOf } from '../identity/access-key-candidates.ts';
import type { VisitContext } from './visit-context.ts';
import type { VisitEvent } from './visit-events.ts';

/** A chip answers ever more slowly to wrong keys (ICAO 9303-11, 4.3.1): so often a person is asked. */
const MOST_REFUSALS = 3;

/** A card without end is said to carry `991231` in its machine readable zone; not published. */
const NO_END = '2099-12-31';

type KeyWanted = Extract<VisitEvent, { type: 'card.keyWanted' }>;

/** Asked again only while it makes sense. */
export const refusedForGood = ({ keyRefusals }: VisitContext, { reason }: KeyWanted): boolean =>
  reason === 'refused' && keyRefusals + 1 >= MOST_REFUSALS;

/** The date of expiry completes a key where the rest of it is known. */
export const expiryHelps = ({ claim }: VisitContext): boolean =>
  claim !== undefined && keyCandidatesOf(claim).length > 0;

/** What to ask for next: each thing a person can give is asked for once, the last one again. */
export const wayAfter = (context: VisitContext, { reason }: KeyWanted): CardKeyWay => {
  if (reason === 'none-offered') return 'code';
  if (context.keyWay === 'code') return expiryHelps(context) ? 'expiry' : 'code';
  return 'can';
};

/** The keys in what was typed; none where it makes none. */
export const typedKeys = ({ claim }: VisitContext, event: VisitEvent): readonly CardAccessKey[] => {
  if (event.type === 'submitCardNumber') return [{ kind: 'can', number: event.number }];
  if (event.type !== 'submitCardExpiry' || claim === undefined) return [];
  return keyCandidatesOf({ ...claim, expiryDate: event.expiryDate ?? NO_END });
};
