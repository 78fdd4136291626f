import { ruleOf } from './acknowledgement.ts';
import { Hl7Failure } from './hl7-failure.ts';
import { type Hl7Session, type OutgoingMessage } from './session.ts';

/** ERR-2 of a number of ours that the HIS has already: the visit's, or the transaction's. */
export type OwnNumber = 'PV1^1^19' | 'FT1^1^2';

/** 205 for our own number, sent again: that is what the first attempt did. */
const isOwnEarlierEffect = (
  { acknowledgement }: Hl7Failure,
  attemptsBefore: number,
  own: OwnNumber,
): boolean =>
  attemptsBefore > 0 &&
  acknowledgement?.condition === '205' &&
  acknowledgement.location?.startsWith(own) === true;

/**
 * Sends a message that a HIS may have had before under the same number.
 * @throws FaultError `his-*`, an Hl7Failure where it was not accepted.
 */
export const sendOnce = async (
  outgoing: OutgoingMessage,
  own: OwnNumber,
  attemptsBefore: number,
  { session, timeoutMs }: { readonly session: Hl7Session; readonly timeoutMs: number },
): Promise<void> => {
  const acknowledgement = await session.send(outgoing, timeoutMs);
  const rule = ruleOf(acknowledgement);
  if (rule === undefined) return;
  const failure = new Hl7Failure(rule, 'the HIS did not accept the message', acknowledgement);
  if (!isOwnEarlierEffect(failure, attemptsBefore, own)) throw failure;
};
