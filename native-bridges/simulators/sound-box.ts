import { z } from 'zod';
import { type SimulatorAction } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { jsonIn } from '../../core/contract/json-text.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type SimulatedHardware } from '../contract/driver.ts';
import { type DisplayListener, type MessageLine } from '../drivers/payment-display/display-line.ts';

const messageSchema = z.union([
  z.object({
    header: z.object({ category: z.literal(4) }),
    data: z.object({
      'qr-url': z.string().min(1),
      amount: z.number().positive(),
      'expire-seconds': z.number().positive().default(60),
    }),
  }),
  z.object({
    header: z.object({ category: z.literal(1) }),
    data: z.object({ amount: z.number().positive() }),
  }),
  z.object({
    serial_no: z.string().min(1),
    amount: z.number().positive(),
    qr_string: z.string().min(1),
    type: z.literal('soundbox'),
  }),
]);

export interface SimulatedSoundBox {
  readonly line: MessageLine;
  readonly hardware: SimulatedHardware;
  /** The code on the screen now. */
  code(): { readonly qr: string; readonly amount: number } | undefined;
  /** Amounts it said were paid, oldest first. */
  readonly said: readonly number[];
  /** Takes the bytes of one message, as off the wire; what it does not know it ignores. */
  receive(message: Uint8Array): void;
}

/** A sound box with a screen: loses what is on it with its power, and speaks what was paid. */
export const createSimulatedSoundBox = (clock: Clock): SimulatedSoundBox => {
  const said: number[] = [];
  let shown: { readonly qr: string; readonly amount: number } | undefined;
  let cancelExpiry: (() => void) | undefined;
  let connected = true;
  let listener: DisplayListener | undefined;

  const blank = (): void => {
    cancelExpiry?.();
    shown = undefined;
  };

  const show = (qr: string, amount: number, seconds: number | undefined): void => {
    blank();
    shown = { qr, amount };
    if (seconds !== undefined) cancelExpiry = clock.after(seconds * 1_000, blank);
  };

  const receive = (message: Uint8Array): void => {
    const read = messageSchema.safeParse(jsonIn(Buffer.from(message).toString('utf8')));
    if (!read.success) return;
    const { data } = read;
    if ('serial_no' in data) show(data.qr_string, data.amount, undefined);
    else if ('qr-url' in data.data) {
      show(data.data['qr-url'], data.data.amount, data.data['expire-seconds']);
    } else {
      blank();
      said.push(data.data.amount);
    }
  };

  const act = (action: SimulatorAction): void => {
    if (action.action !== 'plug') {
      throw new FaultError('bad-request', `a display cannot take ${action.action}`);
    }
    connected = action.connected;
    if (!connected) blank();
    listener?.changed(connected ? undefined : 'device-absent');
  };

  return {
    said,
    code: () => shown,
    receive,
    hardware: { act },
    line: {
      start: to => {
        listener = to;
        to.changed(connected ? undefined : 'device-absent');
        return Promise.resolve();
      },
      stop: () => {
        listener = undefined;
      },
      send: message => {
        if (!connected) return Promise.reject(new FaultError('device-absent', 'unplugged'));
        receive(message);
        return Promise.resolve();
      },
    },
  };
};
