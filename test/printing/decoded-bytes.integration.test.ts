import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { visitTicket } from '../../core/document/ticket.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../core/identity/synthetic-hospital.ts';
import { placeOf } from '../../core/visit/clinic-choice.ts';
import { ticketWords } from '../../electron/host/ticket-words.ts';
import { printerProfileIdSchema } from '../../native-bridges/contract/printer-profile-id.ts';
import { installDevice } from '../../native-bridges/core/registry.ts';
import { PRINTER_PROFILES } from '../../native-bridges/drivers/receipt-printer/profiles.ts';
import { rasterise } from '../../native-bridges/drivers/receipt-printer/raster.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import { startTcpReceiptPrinter } from '../../native-bridges/simulators/tcp/tcp-receipt-printer.ts';

const DECODER = fileURLToPath(new URL('escpos_decoder.py', import.meta.url));
const absent =
  spawnSync('python3', ['--version']).status === 0 ? undefined : 'python3 is not installed';

const [POINT] = SYNTHETIC_SERVICE_POINTS;
const TICKET = visitTicket(
  {
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
  },
  {
    hospital: SYNTHETIC_HOSPITAL.name,
    language: 'vi',
    large: false,
    day: '2026-03-02',
    issuedAt: '2026-03-02T01:00:00.000Z',
  },
  ticketWords('vi'),
);

/** Rows in hex. */
type Sheet = readonly string[];

const decoded = (bytes: Uint8Array, paperBytes: number): readonly Sheet[] => {
  const { stdout, stderr, status } = spawnSync('python3', [DECODER, String(paperBytes)], {
    input: bytes,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as Sheet[];
};

/**
 * Everything that went over the socket, put on paper by a decoder in another language that knows
 * only the command reference.
 */
describe.skipIf(absent !== undefined)(
  `the bytes a printer gets${absent === undefined ? '' : ` (left out: ${absent})`}`,
  () => {
    it.each(printerProfileIdSchema.options)('are the dots of the ticket: %s', async profileId => {
      const profile = PRINTER_PROFILES[profileId];
      const received: Uint8Array[] = [];
      const printer = await startTcpReceiptPrinter({
        traits: profile,
        clock: systemClock,
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
      const job = { jobId: '00000000-0000-4000-8000-000000000001', document: TICKET };
      expect(await driver.print(job, () => Promise.resolve())).toEqual({ outcome: 'printed' });
      await driver.stop();
      // Whoever never answers says nothing either when everything has arrived.
      for (let waited = 0; printer.connected() > 0 && waited < 5_000; waited += 10) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      await printer.close();

      const sheets = decoded(Buffer.concat(received), profile.widthDots / 8);
      expect(sheets).toHaveLength(1);
      const [sheet] = sheets;
      const bitmap = rasterise(TICKET, profile);
      const dots = Buffer.from(sheet!.join(''), 'hex');
      expect(dots.subarray(0, bitmap.data.length).equals(Buffer.from(bitmap.data))).toBe(true);
      expect(dots.subarray(bitmap.data.length).every(byte => byte === 0)).toBe(true);
      const below = sheet!.length - bitmap.heightDots;
      expect(below).toBe(Math.round(profile.feedMm * profile.dotsPerMm));
    });

    it('are refused by the decoder where they are no commands of a ticket', () => {
      expect(() => decoded(Buffer.from('Hello'), 72)).toThrow(/not a command/);
    });
  },
);
