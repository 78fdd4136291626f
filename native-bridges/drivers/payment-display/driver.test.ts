import { describe, expect, it } from 'vitest';
import { type PaymentOrder } from '../../../core/contract/payment-display.ts';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { createSimulatedSoundBox } from '../../simulators/sound-box.ts';
import { encodeOrder } from './dialects.ts';
import { createPaymentDisplay } from './driver.ts';
import { speak } from './spoken-line.ts';

const PAYMENT_ID = '00000000-0000-4000-8000-000000000001';
const show = (amount: number, expiresInSeconds = 60): PaymentOrder => ({
  order: 'show',
  payment: { paymentId: PAYMENT_ID, amount, qr: `QR-${amount}`, expiresInSeconds },
});

const rig = async () => {
  const clock = createManualClock();
  const box = createSimulatedSoundBox(clock);
  const states: string[] = [];
  const logs: string[] = [];
  const display = createPaymentDisplay(
    { driver: 'simulated-payment-display', line: speak('qf100', 'TEST', box.line) },
    {
      deviceId: 'display',
      clock,
      cardReported: false,
      emit: event => {
        if (event.type === 'status') states.push(event.status.state);
      },
      log: ({ event }) => logs.push(event),
    },
  );
  await display.start();
  const plug = (connected: boolean): void => box.hardware.act({ action: 'plug', connected });
  return { clock, box, display, states, logs, plug };
};

describe('a payment display', () => {
  it('shows a code until it runs out', async () => {
    const { clock, box, display } = await rig();
    await display.tell(show(150_000));
    expect(box.code()).toEqual({ qr: 'QR-150000', amount: 150_000 });
    await clock.advance(59_000);
    expect(box.code()).toBeDefined();
    await clock.advance(2_000);
    expect(box.code()).toBeUndefined();
  });

  it('speaks the amount when it was paid, and shows no code any more', async () => {
    const { box, display } = await rig();
    await display.tell(show(150_000));
    await display.tell({ order: 'paid', paymentId: PAYMENT_ID, amount: 150_000 });
    expect(box.said).toEqual([150_000]);
    expect(box.code()).toBeUndefined();
  });

  it('takes a code away within a second, and no app takes what stands there for a code', async () => {
    const { clock, box, display } = await rig();
    await display.tell(show(150_000));
    await display.tell({ order: 'clear' });
    expect(box.code()?.qr).toBe('-');
    await clock.advance(1_000);
    expect(box.code()).toBeUndefined();
  });

  it('gets its code back after a power cut, for the time that is left', async () => {
    const { clock, box, display, plug } = await rig();
    await display.tell(show(150_000, 60));
    await clock.advance(20_000);
    plug(false);
    expect(box.code()).toBeUndefined();
    plug(true);
    expect(box.code()).toEqual({ qr: 'QR-150000', amount: 150_000 });
    await clock.advance(40_500);
    expect(box.code()).toBeUndefined();
  });

  it('gets no code back that was paid, given up, or has nearly run out', async () => {
    const { clock, box, display, plug } = await rig();
    const cycle = (): void => {
      plug(false);
      plug(true);
    };
    await display.tell(show(1_000));
    await display.tell({ order: 'paid', paymentId: PAYMENT_ID, amount: 1_000 });
    cycle();
    expect(box.code()).toBeUndefined();
    await display.tell(show(2_000));
    await display.tell({ order: 'clear' });
    await clock.advance(1_000);
    cycle();
    expect(box.code()).toBeUndefined();
    await display.tell(show(3_000, 60));
    await clock.advance(51_000);
    cycle();
    expect(box.code()).toBeUndefined();
  });

  it('never shows a code later that it refused', async () => {
    const { clock, box, display, plug } = await rig();
    plug(false);
    await expect(display.tell(show(150_000))).rejects.toMatchObject({ code: 'device-absent' });
    plug(true);
    expect(box.code()?.qr).not.toBe('QR-150000');
    await clock.advance(1_000);
    expect(box.code()).toBeUndefined();
  });
});

describe('the messages of a dialect', () => {
  const text = (...of: Parameters<typeof encodeOrder>): string | undefined => {
    const bytes = encodeOrder(...of);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString();
  };

  it('qf100: category 4 shows, category 1 says paid', () => {
    expect(text('qf100', show(25_000), 'S')).toBe(
      '{"header":{"category":4},"data":{"qr-url":"QR-25000","amount":25000,"expire-seconds":60}}',
    );
    const paid: PaymentOrder = { order: 'paid', paymentId: PAYMENT_ID, amount: 25_000 };
    expect(text('qf100', paid, 'S')).toBe('{"header":{"category":1},"data":{"amount":25000}}');
  });

  it('soundbox-push: shows, and has no other word', () => {
    expect(text('soundbox-push', show(25_000), 'SB-1')).toBe(
      '{"serial_no":"SB-1","amount":25000,"qr_string":"QR-25000","type":"soundbox"}',
    );
    expect(text('soundbox-push', { order: 'clear' }, 'SB-1')).toBeUndefined();
  });
});
