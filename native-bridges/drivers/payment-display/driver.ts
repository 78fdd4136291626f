import { asFaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type PaymentOrder, type PaymentRequest } from '../../../core/contract/payment-display.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type DriverContext, type PaymentDisplayDriver } from '../../contract/driver.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { type DisplayLine } from './display-line.ts';

export interface PaymentDisplayOptions {
  readonly driver: DriverName;
  readonly line: DisplayLine;
}

/** A code with less to run than this helps nobody any more. */
const SHORTEST_SECONDS = 10;

const BLANK: PaymentOrder = { order: 'clear' };

interface Standing {
  readonly payment: PaymentRequest;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Shows codes to pay by. A display that was away gets the code that still stands, with the time
 * that is left of it, and never one that was paid, given up or has run out.
 */
export const createPaymentDisplay = (
  { driver, line }: PaymentDisplayOptions,
  context: DriverContext,
): PaymentDisplayDriver => {
  const { clock, log, deviceId } = context;
  const report = createStatusReporter(context, 'payment-display', driver);
  let standing: Standing | undefined;
  let wasAway = false;
  /** An order was lost on its way, and something may stand there that should not. */
  let unsure = false;

  const reportLine = (fault: FaultCode | undefined): void =>
    report(fault === undefined ? { state: 'ready' } : { state: 'unavailable', fault });

  const changed = (fault: FaultCode | undefined): void => {
    reportLine(fault);
    if (fault !== undefined) wasAway = true;
    else if (wasAway) {
      wasAway = false;
      void putRight();
    }
  };

  /** What stands there becomes what should. */
  const putRight = async (): Promise<void> => {
    const order = remaining() ?? (unsure ? BLANK : undefined);
    if (order === undefined) return;
    try {
      await line.send(order);
      unsure = false;
    } catch (thrown) {
      const { code } = asFaultError(thrown);
      log({ level: 'warn', event: 'payment-display-not-put-right', deviceId, code });
    }
  };

  const remaining = (): PaymentOrder | undefined => {
    if (standing === undefined) return undefined;
    const expiresInSeconds = Math.floor((standing.until - clock.now()) / 1_000);
    if (expiresInSeconds < SHORTEST_SECONDS) return undefined;
    return { order: 'show', payment: { ...standing.payment, expiresInSeconds } };
  };

  return {
    kind: 'payment-display',
    start: () => line.start({ changed, emptied: () => void putRight() }),
    stop: async () => {
      standing = undefined;
      await line.stop();
    },
    tell: async order => {
      standing = undefined;
      try {
        await line.send(order);
      } catch (thrown) {
        unsure = true;
        throw thrown;
      }
      unsure = false;
      if (order.order === 'show') standing = standingOf(order.payment, clock.now());
    },
  };
};

const standingOf = (payment: PaymentRequest, now: number): Standing => ({
  payment,
  until: now + payment.expiresInSeconds * 1_000,
});
