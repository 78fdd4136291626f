import { asFaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type PaymentOrder } from '../../../core/contract/payment-display.ts';
import { type LineRecorder } from '../../contract/driver.ts';

/** What a line to a display says unasked. */
export interface DisplayListener {
  /** Called at the first attempt, and whenever the display, or the way to it, comes or goes. */
  readonly changed: (fault: FaultCode | undefined) => void;
  /** The display is there and blank, whatever stood on it. */
  readonly emptied: () => void;
}

/** The way to one display. */
export interface DisplayLine {
  /** Resolves after the first attempt, whatever it came to, and keeps on trying. */
  start(listener: DisplayListener): Promise<void>;
  stop(): Promise<void> | void;
  /**
   * Resolves when the display, or whoever passes it on, has taken the order. Nothing is kept for
   * later: a code that comes late may have been paid or given up.
   * @throws FaultError
   */
  send(order: PaymentOrder): Promise<void>;
}

/** A way to a display that takes messages, each whole. */
export interface MessageLine {
  start(listener: DisplayListener): Promise<void>;
  stop(): Promise<void> | void;
  /** @throws FaultError */
  send(message: Uint8Array): Promise<void>;
}

/** The same line, written down while somebody wants it. */
export const heardMessages = (
  line: MessageLine,
  recorder: LineRecorder | undefined,
): MessageLine =>
  recorder === undefined
    ? line
    : {
        start: ({ changed, emptied }) =>
          line.start({
            emptied,
            changed: fault => {
              recorder.condition(fault);
              changed(fault);
            },
          }),
        stop: () => line.stop(),
        send: async message => {
          recorder.message('sent', message);
          try {
            await line.send(message);
          } catch (thrown) {
            recorder.failed(asFaultError(thrown).code);
            throw thrown;
          }
        },
      };
