import { bytesToHex } from '@noble/hashes/utils.js';
import { FaultError } from '../../../core/contract/errors.ts';
import { type PresentCard } from '../../contract/chip-card.ts';
import { decodeCommand, exchangeOver, splitResponse, type Exchange } from '../apdu.ts';
import { type ApduTrace } from './document-reading.ts';

/** Commands to a card as long as `signal` is not aborted, each of them told to `trace`. */
export const cardExchange = (
  card: PresentCard,
  signal: AbortSignal | undefined,
  trace: ((entry: ApduTrace) => void) | undefined,
): Exchange =>
  exchangeOver(async command => {
    if (signal?.aborted === true) throw cancellation(signal);
    const response = await card.transmit(command);
    trace?.(traceOf(command, response));
    return response;
  }, card.reader);

const cancellation = (signal: AbortSignal): FaultError => {
  const reason: unknown = signal.reason;
  return reason instanceof FaultError
    ? reason
    : new FaultError('not-possible-now', 'the reading was cancelled');
};

const traceOf = (command: Uint8Array, response: Uint8Array): ApduTrace => {
  const { data, le = 0 } = decodeCommand(command) ?? {};
  const { data: answered, status } = splitResponse(response);
  return {
    header: bytesToHex(command.subarray(0, 4)),
    dataBytes: data?.length ?? 0,
    le,
    responseBytes: answered.length,
    status,
  };
};
