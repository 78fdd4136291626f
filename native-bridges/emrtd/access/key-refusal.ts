import { FaultError } from '../../../core/contract/errors.ts';
import { STATUS } from '../apdu.ts';

/** Answers that speak of the command, never of the key in it. */
const NOT_ABOUT_THE_KEY: ReadonlySet<number> = new Set([
  STATUS.wrongLength,
  STATUS.memoryFailure,
  STATUS.unknownInstruction,
  STATUS.unknownClass,
]);

/**
 * What a status in place of an opened chip means. Chips name a wrong key in many ways (6300, 63Cx,
 * 6982, 6988, 6A80 …); 63C0, 6983 and 6984 say that no further key is taken.
 */
export const keyRefusal = (command: string, status: number): FaultError => {
  const detail = `${command}: status ${status.toString(16)}`;
  const isBlocked =
    status === NO_TRIES_LEFT ||
    status === STATUS.authenticationBlocked ||
    status === STATUS.referenceDataUnusable;
  if (isBlocked) return new FaultError('card-blocked', detail);
  return new FaultError(
    NOT_ABOUT_THE_KEY.has(status) ? 'card-unreadable' : 'card-key-refused',
    detail,
  );
};

const NO_TRIES_LEFT = 0x63c0;
