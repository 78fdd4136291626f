import type { Snapshot } from '../../core/contract/kiosk.ts';
import type { PaymentOrder } from '../../core/contract/payment-display.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';

type Seen = Pick<Snapshot, 'step' | 'stepKey'>;

/** What the displays for whoever pays show beside a page; undefined where they are blank. */
const orderOf = ({ step }: Seen, shown: string | undefined): PaymentOrder | undefined => {
  if (step.name === 'payment-code') {
    const { amount, qr, validSeconds } = step.code;
    const expiresInSeconds = Math.min(3600, Math.max(10, validSeconds));
    return { order: 'show', payment: { paymentId: step.attemptId, amount, qr, expiresInSeconds } };
  }
  const isPaid = step.name === 'payment-result' && step.received > 0;
  return isPaid && shown !== undefined
    ? { order: 'paid', paymentId: shown, amount: step.received }
    : undefined;
};

/** Follows the visit with the payment displays. Returns what takes snapshots. */
export const followWithPaymentDisplays = (
  bridge: Pick<DeviceBridge, 'tellPaymentDisplays'>,
): ((snapshot: Seen) => void) => {
  let lastPage: number | undefined;
  /** The payment that is on the displays. */
  let shown: string | undefined;
  return snapshot => {
    if (snapshot.stepKey === lastPage) return;
    lastPage = snapshot.stepKey;
    const order = orderOf(snapshot, shown);
    if (order === undefined && shown === undefined) return;
    shown = order?.order === 'show' ? order.payment.paymentId : undefined;
    // The same code is on the kiosk's own screen: a display that is broken keeps nobody from paying.
    bridge.tellPaymentDisplays(order ?? { order: 'clear' }).catch(() => undefined);
  };
};
