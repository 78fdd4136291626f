import { type FaultFamily } from '../../core/contract/errors.ts';
import { type PortalAlarm } from './portal-result.ts';

/** Why there is no answer about a card; nothing in it is personal. */
export interface PortalTrouble {
  /** In short, as evidence and counters keep it: `timeout`, `network`, `http-503`, `result-101`. */
  readonly what: string;
  readonly family: Extract<FaultFamily, 'transient' | 'permanent'>;
  readonly code?: string;
  readonly httpStatus?: number;
  readonly alarm?: PortalAlarm;
}

export const TIMED_OUT: PortalTrouble = { what: 'timeout', family: 'transient' };
export const NO_NETWORK: PortalTrouble = { what: 'network', family: 'transient' };
export const UNREADABLE: PortalTrouble = { what: 'unreadable', family: 'transient' };
/** An answer that names neither a card nor a reason why there is none. */
export const HALF_ANSWER: PortalTrouble = { what: 'half-answer', family: 'transient' };
export const LEFT_ALONE: PortalTrouble = { what: 'circuit-open', family: 'transient' };

const LATER = new Set([408, 409, 423, 425, 429]);

/** So little time was left that nobody was asked. */
export const NO_TIME: PortalTrouble = { what: 'no-time', family: 'transient' };

/** An HTTP status other than 200. */
export const troubleOfStatus = (httpStatus: number): PortalTrouble => {
  const isLater = httpStatus >= 500 || LATER.has(httpStatus);
  return {
    what: `http-${httpStatus}`,
    httpStatus,
    family: isLater ? 'transient' : 'permanent',
    ...(isLater ? {} : { alarm: httpStatus === 401 ? 'account-refused' : 'request-refused' }),
  };
};
