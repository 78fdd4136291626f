import { asFaultError } from '../../../../core/contract/errors.ts';
import { type LineRecorder } from '../../../contract/driver.ts';

/**
 * Carries one request of the IPP to a printer and its answer back (RFC 8010, 4).
 * @throws FaultError `device-absent` where nothing was sent, `printer-silent` where something was
 * and no whole answer came, `not-permitted`, `device-protocol`
 */
export type ExchangeIpp = (request: Uint8Array, limits: ExchangeLimits) => Promise<Uint8Array>;

export interface ExchangeLimits {
  /** From the first byte sent to the last received, in milliseconds. */
  readonly ms: number;
}

/** The way to one printer. */
export interface IppLine {
  /** As the printer names itself in requests. */
  readonly printerUri: string;
  readonly exchange: ExchangeIpp;
  stop(): void;
}

/** The same line, written down while somebody wants it. */
export const heardLine = (line: IppLine, recorder: LineRecorder | undefined): IppLine =>
  recorder === undefined
    ? line
    : {
        ...line,
        exchange: async (request, limits) => {
          recorder.message('sent', request);
          try {
            const answer = await line.exchange(request, limits);
            recorder.message('received', answer);
            return answer;
          } catch (thrown) {
            recorder.failed(asFaultError(thrown).code);
            throw thrown;
          }
        },
      };
