import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PageReport } from '../../core/contract/page-device.ts';
import type { Localised } from '../../core/contract/primitives.ts';
import { createPaymentPlace, type PaymentShown } from '../kiosk/devices/payment-shown.ts';
import type { PaymentConnection } from '../ui/connection/connect.ts';

/** What stands in the window. */
export type WindowState =
  | { readonly state: 'idle' | 'lost' }
  | { readonly state: 'expired' | 'cancelled' }
  | PaymentShown;

export interface PaymentView {
  readonly hospital: Localised | undefined;
  readonly window: WindowState;
}

/** Long enough to be read, also by whoever looks up from the phone. */
const OVER_MS = 8_000;
const ASK_AGAIN_MS = 15_000;
/** A timer may come this much early. */
const TIMER_MS = 100;

/** Shows in the window what the host orders, and says what became of each order. */
export const createPaymentStore = (connection: PaymentConnection): StoreApi<PaymentView> => {
  const store = createStore<PaymentView>(() => ({
    hospital: undefined,
    window: { state: 'idle' },
  }));
  let timer: ReturnType<typeof setTimeout> | undefined;

  const turnTo = (window: WindowState): void => {
    clearTimeout(timer);
    store.setState({ window });
    if (window.state === 'expired' || window.state === 'cancelled') {
      timer = setTimeout(() => turnTo({ state: 'idle' }), OVER_MS);
    }
  };
  const place = createPaymentPlace(payment => {
    if (payment !== null) {
      turnTo(payment);
      return;
    }
    const { window } = store.getState();
    // A code that goes away is taken back in words: somebody may hold a picture of it.
    if (window.state !== 'due') turnTo({ state: 'idle' });
    else turnTo({ state: Date.now() >= window.until - TIMER_MS ? 'expired' : 'cancelled' });
  });

  connection.subscribe(({ deviceId, orderId, order }) => {
    const report = (result: 'done' | 'failed'): void => {
      const said: PageReport = { deviceId, orderId, result };
      void connection.call('deviceReport', said);
    };
    if (order.kind !== 'payment') {
      report('failed');
      return;
    }
    place.tell(order.payment).then(
      () => report('done'),
      () => report('failed'),
    );
  });

  const askWhose = async (): Promise<void> => {
    const answer = await connection.call('paymentWindow', {});
    if (answer.ok && answer.value.hospital !== undefined) {
      store.setState({ hospital: answer.value.hospital });
    } else setTimeout(() => void askWhose(), ASK_AGAIN_MS);
  };
  connection.watch(link => {
    if (link === 'lost') {
      // The host tells a window that has come back what still stands; until then nothing does.
      place.close();
      turnTo({ state: 'lost' });
    } else if (link === 'open') {
      if (store.getState().window.state === 'lost') turnTo({ state: 'idle' });
      if (store.getState().hospital === undefined) void askWhose();
    }
  });
  return store;
};
