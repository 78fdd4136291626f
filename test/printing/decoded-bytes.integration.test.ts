import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Printable } from '../../core/contract/printable.ts';
import { counterSlip, visitTicket, type TicketFacts } from '../../core/document/ticket.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../core/identity/synthetic-hospital.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { placeOf } from '../../core/visit/clinic-choice.ts';
import { ticketWords } from '../../electron/host/ticket-words.ts';
import {
  printerProfileIdSchema,
  type PrinterProfileId,
} from '../../native-bridges/contract/printer-profile-id.ts';
import { installDevice } from '../../native-bridges/core/registry.ts';
import { PRINTER_PROFILES } from '../../native-bridges/drivers/receipt-printer/profiles.ts';
import { rasterise } from '../../native-bridges/drivers/receipt-printer/raster.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import { startTcpReceiptPrinter } from '../../native-bridges/simulators/tcp/tcp-receipt-printer.ts';
import { sheetsByNpos, whyNoNpos, type Sheet } from './npos-decoder.ts';

const DECODER = fileURLToPath(new URL('escpos_decoder.py', import.meta.url));
const whyNoPython =
  spawnSync('python3', ['--version']).status === 0 ? undefined : 'python3 is not installed';

const [POINT] = SYNTHETIC_SERVICE_POINTS;
const FACTS: TicketFacts = {
  label: 'A-0123',
  numberClass: 'priority',
  place: placeOf({ ...POINT!, state: 'open', waiting: 4 }),
  peopleAhead: 4,
  waitMinutes: 25,
  expectedAt: '2026-03-02T02:00:00.000Z',
  payer: 'insured',
  coverageReason: 'valid-in-network',
  offline: false,
  reprinted: true,
};
const SHEET = {
  hospital: SYNTHETIC_HOSPITAL.name,
  large: false,
  day: '2026-03-02',
  issuedAt: '2026-03-02T01:00:00.000Z',
} as const;

const DOCUMENTS: readonly Printable[] = [
  visitTicket(FACTS, { ...SHEET, language: 'vi' }, ticketWords('vi')),
  visitTicket(
    { ...FACTS, numberClass: 'normal', offline: true, reprinted: false },
    { ...SHEET, language: 'en', large: true, sample: true },
    ticketWords('en'),
  ),
  counterSlip(FACTS, 'emergency', { ...SHEET, language: 'vi' }, ticketWords('vi')),
  {
    language: 'km',
    scale: 1,
    blocks: [
      { kind: 'text', text: 'សូមស្វាគមន៍', size: 'title', weight: 'bold', align: 'center' },
      { kind: 'space', millimetres: 30 },
      { kind: 'banner', text: 'A' },
      { kind: 'code', data: 'TD'.repeat(150) },
    ],
  },
];

const sheetsByReference = (bytes: Uint8Array, paperBytes: number): readonly Sheet[] => {
  const { stdout, stderr, status } = spawnSync('python3', [DECODER, String(paperBytes)], {
    input: bytes,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as Sheet[];
};

/** Both know nothing of this program; the first refuses whatever is no command of a ticket. */
const DECODERS = [
  { name: 'after the command reference', absent: whyNoPython, sheets: sheetsByReference },
  { name: 'npos', absent: whyNoNpos, sheets: sheetsByNpos },
];

/** A head twenty times as quick as a real one: the bytes are the same. */
const QUICK: Clock = {
  now: () => systemClock.now(),
  after: (milliseconds, callback) => systemClock.after(milliseconds / 20, callback),
};

/** Everything that goes over the socket, document by document. */
const sent = async (profileId: PrinterProfileId): Promise<readonly Uint8Array[]> => {
  let received: Uint8Array[] = [];
  const printer = await startTcpReceiptPrinter({
    traits: PRINTER_PROFILES[profileId],
    clock: QUICK,
    onSheet: () => undefined,
    onReceived: bytes => received.push(Uint8Array.from(bytes)),
  });
  const { driver } = await installDevice(
    {
      id: 'p',
      driver: 'tcp-receipt-printer',
      host: '127.0.0.1',
      port: printer.port,
      profile: profileId,
    },
    {
      deviceId: 'p',
      clock: systemClock,
      cardReported: false,
      emit: () => undefined,
      log: () => undefined,
      onSheet: () => undefined,
    },
  );
  if (driver.kind !== 'receipt-printer') throw new TypeError('no receipt printer');
  await driver.start();
  const documents: Uint8Array[] = [];
  for (const [at, document] of DOCUMENTS.entries()) {
    received = [];
    const job = { jobId: `00000000-0000-4000-8000-00000000000${at}`, document };
    expect(await driver.print(job, () => Promise.resolve())).toEqual({ outcome: 'printed' });
    // Whoever never answers says nothing either when everything has arrived.
    for (let waited = 0; printer.connected() > 0 && waited < 5_000; waited += 10) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    documents.push(Buffer.concat(received));
  }
  await driver.stop();
  await printer.close();
  return documents;
};

/** Put on paper again by decoders that know only the bytes. */
describe.concurrent('the bytes a printer gets', () => {
  it.each(printerProfileIdSchema.options)('are the dots of the tickets: %s', async profileId => {
    const profile = PRINTER_PROFILES[profileId];
    const documents = await sent(profileId);
    for (const { sheets } of DECODERS.filter(({ absent }) => absent === undefined)) {
      for (const [at, bytes] of documents.entries()) {
        const decoded = sheets(bytes, profile.widthDots / 8);
        expect(decoded).toHaveLength(1);
        const [sheet] = decoded;
        const bitmap = rasterise(DOCUMENTS[at]!, profile);
        const dots = Buffer.from(sheet!.join(''), 'hex');
        expect(dots.subarray(0, bitmap.data.length).equals(Buffer.from(bitmap.data))).toBe(true);
        expect(dots.subarray(bitmap.data.length).every(byte => byte === 0)).toBe(true);
        const below = sheet!.length - bitmap.heightDots;
        expect(below).toBe(Math.round(profile.feedMm * profile.dotsPerMm));
      }
    }
  });
});

describe.each(DECODERS)('$name', ({ absent, sheets }) => {
  it.skipIf(absent !== undefined)(
    `is a decoder that sees one dot${absent === undefined ? '' : ` (left out: ${absent})`}`,
    () => {
      const dot = Uint8Array.of(0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, 0, 0, 0x01, 0x80, 0x1b, 0x4a, 1);
      expect(sheets(dot, 3)).toEqual([['000000', '018000', '000000']]);
    },
  );

  it.skipIf(absent !== undefined)('refuses what it does not understand', () => {
    expect(() => sheets(Buffer.from([0x1d, 0x07, 0x1b, 0x07]), 72)).toThrow();
  });
});
