import { type DeviceKind } from '../../../core/contract/device.ts';
import { type Printable } from '../../../core/contract/printable.ts';
import { type Sheet } from '../../../core/contract/sheet.ts';
import { pause } from '../../core/deadline.ts';
import { EXAMPLE_CARD } from '../example-cards.ts';
import { type BridgeRig } from './bridge-rig.ts';

/** What a device of a kind is there for, once. */
export interface Work {
  /** Begins it and resolves when it is over, whatever it came to: `printed`, `uncertain`, `failed`… */
  readonly begin: (rig: BridgeRig, n: number) => Promise<string>;
  /** What it comes to when all is well. */
  readonly good: string;
  /** How often it came out whole, whoever asked for it. */
  readonly results: (rig: BridgeRig) => number;
  /** Leaves a piece of it behind, as when it is interrupted; absent: as `begin`. */
  readonly half?: (rig: BridgeRig) => void;
  /** Takes away what the interrupted one left. */
  readonly clear?: (rig: BridgeRig) => void;
}

const TICKET: Printable = {
  language: 'vi',
  scale: 1,
  blocks: [
    { kind: 'text', text: 'Bệnh viện Thử', size: 'normal', weight: 'bold', align: 'center' },
    { kind: 'number', text: 'A-0123' },
    { kind: 'space', millimetres: 40 },
  ],
};
const SHEET: Sheet = {
  language: 'vi',
  title: 'Phiếu thử',
  blocks: [{ kind: 'heading', level: 1, text: 'PHIẾU THỬ' }],
};

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const SCANNING_MS = 1_500;
const READING_MS = 30_000;
const LINGER_MS = 6_000;
const LOOK_MS = 10;

const eventsOf = ({ events }: BridgeRig, type: string): number =>
  events.filter(event => event.type === type).length;

const said = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    () => 'refused',
  );

/** Sheets as high as the first, which came out before anything went wrong. */
const wholeSheets = ({ device }: BridgeRig): number => {
  const [whole, ...others] = device.sheets ?? [];
  return whole === undefined ? 0 : 1 + others.filter(height => height >= whole).length;
};

const SOUNDS_HEARD = new WeakMap<BridgeRig, number>();
const counted = async (rig: BridgeRig, work: Promise<unknown>): Promise<string> => {
  const outcome = await said(work);
  if (outcome === 'done') SOUNDS_HEARD.set(rig, (SOUNDS_HEARD.get(rig) ?? 0) + 1);
  return outcome;
};
const heard = (rig: BridgeRig): number => SOUNDS_HEARD.get(rig) ?? 0;

export const WORK: Readonly<Record<DeviceKind, Work>> = {
  'code-scanner': {
    begin: async (rig, n) => {
      const text = `TD-${String(n)}-Nguyễn Thị Hòa`;
      const exactly = (): number =>
        rig.events.filter(event => event.type === 'code-scanned' && event.text === text).length;
      rig.device.act({ action: 'scan', bytes: base64(`${text}\r\n`) });
      await pause(rig.clock, SCANNING_MS);
      return exactly() === 1 ? 'scanned' : `scanned ${String(exactly())} times`;
    },
    good: 'scanned',
    results: rig => eventsOf(rig, 'code-scanned'),
    half: rig => rig.device.act({ action: 'scan', bytes: base64('half of a co') }),
  },
  'receipt-printer': {
    begin: async ({ bridge }, n) =>
      (await bridge.print({ jobId: uuid(n), document: TICKET })).outcome,
    good: 'printed',
    results: wholeSheets,
  },
  'document-printer': {
    begin: async ({ bridge }, n) => {
      const job = { jobId: uuid(n), sheet: SHEET, copies: 1, sides: 'one-sided' } as const;
      return (await bridge.printDocument(job)).outcome;
    },
    good: 'printed',
    results: wholeSheets,
  },
  'chip-card-reader': {
    begin: async rig => {
      const before = eventsOf(rig, 'card-read');
      const failed = eventsOf(rig, 'card-failed');
      rig.device.act({ action: 'insert-card', card: EXAMPLE_CARD.id });
      const end = rig.clock.now() + READING_MS;
      while (eventsOf(rig, 'card-read') === before && eventsOf(rig, 'card-failed') === failed) {
        if (rig.clock.now() > end) return 'neither read nor failed';
        await pause(rig.clock, LOOK_MS);
      }
      const outcome = eventsOf(rig, 'card-read') > before ? 'read' : 'failed';
      rig.device.act({ action: 'remove-card' });
      // A terminal says by time alone that a card has gone.
      await pause(rig.clock, LINGER_MS);
      return outcome;
    },
    good: 'read',
    results: rig => eventsOf(rig, 'card-read'),
    half: rig => rig.device.act({ action: 'insert-card', card: EXAMPLE_CARD.id }),
    clear: rig => rig.device.act({ action: 'remove-card' }),
  },
  'payment-display': {
    begin: (rig, n) =>
      counted(
        rig,
        rig.bridge.tellPaymentDisplays({
          order: 'show',
          payment: { paymentId: uuid(n), amount: 150_000, qr: 'VIETQR', expiresInSeconds: 600 },
        }),
      ),
    good: 'done',
    results: heard,
  },
  'audio-output': {
    begin: (rig, _n) => counted(rig, rig.bridge.playSound({ name: 'success', language: 'vi' })),
    good: 'done',
    results: heard,
  },
};
