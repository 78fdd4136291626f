import { describe, expect, it } from 'vitest';
import { eventsOf, statusOf, type DeviceHarness, type OpenHarness } from './harness.ts';

export interface CodeScannerRig {
  readonly open: OpenHarness;
  /** The bytes the scanner puts on the line for a code, as configured. */
  readonly onTheLine: (text: string) => Uint8Array;
}

/** Codes a scanner meets at a hospital; all of people who do not exist. */
const CODES = [
  '001148999921|010999921|Nguyễn Thị Hòa|12031948|Nữ|12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội|15072021',
  'LH26999921',
  'HT3010199999921|4e677579e1bb856e|12/03/1948|2|48c3a0204ee1bb9969|01-001|01/01/2020|-|01/01/2020|01|-|4|-|$',
];

/** What every driver of a code scanner does, whatever line it is on. */
export const codeScannerSuite = (name: string, rig: CodeScannerRig): void => {
  const scan = (harness: DeviceHarness, text: string, chunks?: number[]): void =>
    harness.hand(
      {
        action: 'scan',
        bytes: Buffer.from(rig.onTheLine(text)).toString('base64'),
        ...(chunks === undefined ? {} : { chunks }),
      },
      `scan the code ${text}`,
    );
  const scanned = (harness: DeviceHarness): string[] =>
    eventsOf(harness, 'code-scanned').map(({ text }) => text);
  const started = async (): Promise<DeviceHarness> => {
    const harness = await rig.open();
    await harness.driver.start();
    return harness;
  };

  describe(`code scanner: ${name}`, () => {
    it('has said that it is ready when it has started', async () => {
      const harness = await started();
      expect(statusOf(harness)).toMatchObject({ kind: 'code-scanner', state: 'ready' });
      await harness.driver.stop();
    });

    it('gives every code once, in order, letter for letter', async () => {
      const harness = await started();
      for (const [index, code] of CODES.entries()) {
        scan(harness, code);
        await harness.until('code-scanned', () => scanned(harness).length === index + 1);
      }
      await harness.pass(1_000);
      expect(scanned(harness)).toEqual(CODES);
      await harness.driver.stop();
    });

    it('gives a code whole that arrived in pieces', async () => {
      const harness = await started();
      const [code = ''] = CODES;
      scan(
        harness,
        code,
        Array.from(rig.onTheLine(code), () => 1),
      );
      await harness.until('code-scanned', () => scanned(harness).length === 1);
      expect(scanned(harness)).toEqual([code]);
      await harness.driver.stop();
    });

    it('gives a machine readable zone as one code, though each line ends as a code does', async () => {
      const harness = await started();
      // ICAO 9303-5, Appendix B.
      const zone = [
        'I<UTOD231458907<<<<<<<<<<<<<<<',
        '7408122F1204159UTO<<<<<<<<<<<6',
        'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
      ];
      for (const line of zone) scan(harness, line);
      await harness.until('code-scanned', () => scanned(harness).length === 1);
      expect(scanned(harness).map(text => text.replaceAll('\n', ''))).toEqual([zone.join('')]);
      await harness.driver.stop();
    });

    it('says when it was unplugged and scans again once it is back', async () => {
      const harness = await started();
      harness.hand({ action: 'plug', connected: false }, 'unplug the scanner');
      await harness.until('unavailable', () => statusOf(harness).state === 'unavailable');
      expect(statusOf(harness).fault).toBe('device-absent');
      harness.hand({ action: 'plug', connected: true }, 'plug the scanner in');
      await harness.until('ready', () => statusOf(harness).state === 'ready');
      scan(harness, 'LH26999921');
      await harness.until('code-scanned', () => scanned(harness).length === 1);
      expect(scanned(harness)).toEqual(['LH26999921']);
      await harness.driver.stop();
    });

    it('is silent once it was stopped', async () => {
      const harness = await started();
      await harness.driver.stop();
      const before = harness.events.length;
      scan(harness, 'LH26999921');
      await harness.pass(3_000);
      expect(harness.events).toHaveLength(before);
    });
  });
};
