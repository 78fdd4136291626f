import { describe, expect, it } from 'vitest';
import { type PaymentOrder } from '../../core/contract/payment-display.ts';
import { type PaymentDisplayDriver } from '../contract/driver.ts';
import { statusOf, whilePassing, type DeviceHarness, type OpenHarness } from './harness.ts';

export interface PaymentDisplayRig {
  readonly open: OpenHarness;
}

const show = (amount = 150_000): PaymentOrder => ({
  order: 'show',
  payment: {
    paymentId: '00000000-0000-4000-8000-000000000001',
    amount,
    qr: '00020101021138550010A000000727',
    expiresInSeconds: 60,
  },
});

/** What every driver of a payment display does, whatever the model and the line. */
export const paymentDisplaySuite = (name: string, rig: PaymentDisplayRig): void => {
  const started = async (): Promise<{ harness: DeviceHarness; display: PaymentDisplayDriver }> => {
    const harness = await rig.open();
    if (harness.driver.kind !== 'payment-display') throw new TypeError('no payment display');
    await whilePassing(harness, harness.driver.start());
    return { harness, display: harness.driver };
  };
  const reported = (harness: DeviceHarness, state: string): Promise<void> =>
    harness.until(state, () => statusOf(harness).state === state);

  describe(`payment display: ${name}`, () => {
    it('has said that it is ready when it has started', async () => {
      const { harness, display } = await started();
      expect(statusOf(harness)).toMatchObject({ kind: 'payment-display', state: 'ready' });
      await display.stop();
    });

    it('takes a code, the word that it was paid, and the order to go blank', async () => {
      const { harness, display } = await started();
      const paymentId = '00000000-0000-4000-8000-000000000001';
      await whilePassing(harness, display.tell(show()));
      await whilePassing(harness, display.tell({ order: 'paid', paymentId, amount: 150_000 }));
      await whilePassing(harness, display.tell(show(90_000)));
      await whilePassing(harness, display.tell({ order: 'clear' }));
      await display.stop();
    });

    it('refuses while it is unplugged, and takes orders again afterwards', async () => {
      const { harness, display } = await started();
      harness.hand({ action: 'plug', connected: false }, 'unplug the display');
      await reported(harness, 'unavailable');
      expect(statusOf(harness).fault).toBe('device-absent');
      await expect(whilePassing(harness, display.tell(show()))).rejects.toMatchObject({
        code: 'device-absent',
      });
      harness.hand({ action: 'plug', connected: true }, 'plug the display in');
      await reported(harness, 'ready');
      await whilePassing(harness, display.tell(show()));
      await display.stop();
    });
  });
};
