import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceEvent, type PrintJob } from '../../../core/contract/device.ts';
import { type Printable } from '../../../core/contract/printable.ts';
import { type DocumentJob } from '../../../core/contract/sheet.ts';
import { deviceConfigSchema } from '../../contract/bridge.ts';
import { createForkLauncher, createSupervisedBridge } from '../../contract/host.ts';
import { PRINTER_PROFILES } from '../../drivers/receipt-printer/profiles.ts';
import { systemClock } from '../../process/system-clock.ts';
import { startTcpReceiptPrinter } from '../../simulators/tcp/tcp-receipt-printer.ts';
import { FATAL_WORD } from './fatal-word.ts';

const ENTRY = fileURLToPath(new URL('process-with-bad-canvas.ts', import.meta.url));
const RASTER = Buffer.of(0x1d, 0x76, 0x30, 0x00);
const PATIENCE_MS = 30_000;

const ticketWith = (text: string, millimetres = 40): Printable => ({
  language: 'vi',
  scale: 1,
  blocks: [
    { kind: 'text', text, size: 'title', weight: 'bold', align: 'center' },
    { kind: 'space', millimetres },
    { kind: 'number', text: 'A-0123' },
  ],
});
const jobOf = (document: Printable): PrintJob => ({ jobId: randomUUID(), document });
const TICKET = ticketWith('Bệnh viện');
const FATAL_TICKET = ticketWith(FATAL_WORD);
const documentWith = (text: string): DocumentJob => ({
  jobId: randomUUID(),
  copies: 1,
  sides: 'one-sided',
  sheet: { language: 'vi', title: 'Thử', blocks: [{ kind: 'heading', level: 1, text }] },
});

const until = async (what: string, condition: () => boolean): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await sleep(5);
  }
};

/** A whole kiosk's devices in processes of the system, the printer behind a network. */
const open = async () => {
  const sheets: number[] = [];
  let pictures = 0;
  const printer = await startTcpReceiptPrinter({
    traits: PRINTER_PROFILES['generic-80mm'],
    clock: systemClock,
    onSheet: ({ heightDots }) => sheets.push(heightDots),
    onReceived: bytes => {
      if (Buffer.from(bytes).includes(RASTER)) pictures += 1;
    },
  });
  let events: DeviceEvent[] = [];
  const bridge = createSupervisedBridge({
    configs: [
      { id: 'scanner', driver: 'simulated-code-scanner' },
      { id: 'display', driver: 'simulated-payment-display' },
      { id: 'a4', driver: 'simulated-document-printer' },
      { id: 'printer', driver: 'tcp-receipt-printer', host: '127.0.0.1', port: printer.port },
    ].map(config => deviceConfigSchema.parse(config)),
    clock: systemClock,
    ids: { uuid: randomUUID },
    log: () => undefined,
    launch: createForkLauncher(ENTRY),
  });
  bridge.subscribe(event => events.push(event));
  await bridge.start();
  const stateOf = (id: string): string | undefined =>
    bridge.statuses().find(({ deviceId }) => deviceId === id)?.state;
  /** Devices that were anything but ready lately. */
  const troubled = (): readonly string[] => [
    ...new Set(
      events.flatMap(event =>
        event.type === 'status' && !['ready', 'starting'].includes(event.status.state)
          ? [event.status.deviceId]
          : [],
      ),
    ),
  ];
  return {
    bridge,
    sheets,
    pictures: () => pictures,
    troubled,
    /** What was before does not count any more. */
    forget: (): void => {
      events = [];
      sheets.length = 0;
      pictures = 0;
    },
    backFromCrash: (id: string): Promise<void> =>
      until('the crash and the return', () => troubled().includes(id) && stateOf(id) === 'ready'),
    codes: () => events.flatMap(event => (event.type === 'code-scanned' ? [event.text] : [])),
    close: async () => {
      await bridge.stop();
      await printer.close();
    },
  };
};

/** People who scan and pay while something else goes wrong; returns what came of it. */
const otherWork = ({ bridge, codes }: Awaited<ReturnType<typeof open>>) => {
  let over = false;
  const begin = async () => {
    const scanned: string[] = [];
    while (!over) {
      const text = `TD-${String(scanned.length)}-Nguyễn Thị Hòa`;
      scanned.push(text);
      await bridge.simulate('scanner', {
        action: 'scan',
        bytes: Buffer.from(`${text}\r\n`).toString('base64'),
      });
      await bridge.tellPaymentDisplays({
        order: 'show',
        payment: { paymentId: randomUUID(), amount: 150_000, qr: 'VIETQR', expiresInSeconds: 600 },
      });
      await sleep(20);
    }
    await until('the last code', () => codes().length >= scanned.length);
    return scanned;
  };
  const done = begin();
  return (): Promise<string[]> => {
    over = true;
    return done;
  };
};

describe('native code that crashes while it draws', () => {
  let kiosk: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    kiosk = await open();
  });
  beforeEach(() => kiosk.forget());
  afterAll(() => kiosk.close());

  it('fails that ticket, of which nothing comes out, and no other device notices', async () => {
    const { bridge, sheets, pictures, backFromCrash, troubled, codes } = kiosk;
    const stopOthers = otherWork(kiosk);
    expect(await bridge.print(jobOf(FATAL_TICKET))).toEqual({
      outcome: 'failed',
      fault: 'device-crashed',
    });
    await backFromCrash('printer');
    expect(pictures()).toBe(0);
    expect(await bridge.print(jobOf(TICKET))).toEqual({ outcome: 'printed' });
    expect(sheets).toHaveLength(1);
    expect(codes()).toEqual(await stopOthers());
    expect(troubled()).toEqual(['printer']);
  });

  it('leaves a ticket at the printer uncertain, and an A4 page goes on', async () => {
    const { bridge, sheets, pictures, backFromCrash, troubled } = kiosk;
    const page = bridge.printDocument(documentWith('PHIẾU THỬ'));
    const job = jobOf(TICKET);
    const ticket = bridge.print(job);
    await until('the first dots', () => pictures() > 0);
    await expect(bridge.preview(FATAL_TICKET)).rejects.toMatchObject({
      code: 'device-crashed',
    });
    const uncertain = { outcome: 'uncertain', fault: 'print-uncertain' };
    expect(await ticket).toEqual(uncertain);
    expect(await page).toEqual({ outcome: 'printed' });
    await backFromCrash('printer');
    expect(await bridge.print(job)).toEqual(uncertain);
    const next = jobOf(ticketWith('Bệnh viện', 20));
    expect(await bridge.print(next)).toEqual({ outcome: 'printed' });
    // The first may have been whole at the printer when its process went; the next one was alone.
    expect(sheets.length).toBeLessThanOrEqual(2);
    expect(sheets.filter(height => height === sheets.at(-1))).toHaveLength(1);
    expect(troubled()).toEqual(['printer']);
  });

  it('over an A4 page leaves tickets alone', async () => {
    const { bridge, sheets, backFromCrash, troubled } = kiosk;
    const [page, ticket] = await Promise.all([
      bridge.printDocument(documentWith(FATAL_WORD)),
      bridge.print(jobOf(TICKET)),
    ]);
    expect(page).toEqual({ outcome: 'failed', fault: 'device-crashed' });
    expect(ticket).toEqual({ outcome: 'printed' });
    expect(sheets).toHaveLength(1);
    await backFromCrash('a4');
    expect(await bridge.printDocument(documentWith('PHIẾU THỬ'))).toEqual({ outcome: 'printed' });
    expect(troubled()).toEqual(['a4']);
  });
});
