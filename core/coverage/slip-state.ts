import type { SlipState } from '../contract/coverage.ts';
import type { SlipStanding } from '../contract/slip.ts';

const STATES: Readonly<Record<SlipStanding, SlipState>> = {
  valid: 'good',
  unverified: 'unconfirmed',
  expired: 'not-good',
  used: 'not-good',
  'too-early': 'not-good',
  'too-late': 'not-good',
  unknown: 'not-good',
};

/** What a slip of that standing does for the route. */
export const slipStateOf = (standing: SlipStanding): SlipState => STATES[standing];

/** What helps the patient most comes first. */
const RANK: readonly SlipState[] = ['good', 'unconfirmed', 'not-good', 'none'];

/** Several papers open what the best of them does. */
export const bestSlipState = (states: readonly SlipState[]): SlipState =>
  RANK.find(state => states.includes(state)) ?? 'none';
