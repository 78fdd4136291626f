import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../conformance/manual-clock.ts';
import {
  SCANNED_DATA_DESCRIPTOR,
  scannedDataReports,
} from '../../simulators/scanned-data-reports.ts';
import { inputFieldsOf } from '../../transports/hid/input-fields.ts';
import { MAX_FRAME_BYTES } from './framing.ts';
import { createHidPosCodes } from './hid-pos-codes.ts';
import { parseScannedDataReport, scannedDataLayout, SHARED_LAYOUT } from './hid-pos-report.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A report written out by hand: report id, length, `]Q1`, data, zeros, the last byte. */
const report = (data: string, more: 0 | 1, symbology = ']Q1', length = bytesOf(data).length) => {
  const bytes = new Uint8Array(64);
  bytes.set([0x02, length, ...bytesOf(symbology), ...bytesOf(data)]);
  bytes[63] = more;
  return bytes;
};

const rig = () => {
  const clock = createManualClock();
  const texts: string[] = [];
  const told: string[] = [];
  const {
    push,
    reset,
    expect: expectLayout,
  } = createHidPosCodes({
    clock,
    onCode: ({ text, replaced }) => texts.push(replaced ? `?${text}` : text),
    onCutShort: () => told.push('cut short'),
    onOversize: () => told.push('oversize'),
  });
  return { clock, texts, told, push, reset, expectLayout };
};

describe('parseScannedDataReport', () => {
  it('reads length, symbology, data and whether it goes on', () => {
    expect(parseScannedDataReport(report('LH26999921', 1))).toEqual({
      data: bytesOf('LH26999921'),
      symbology: ']Q1',
      continues: true,
    });
  });

  it('knows no symbology where the scanner gives none', () => {
    expect(parseScannedDataReport(report('A', 0, '\0\0\0'))?.symbology).toBe('');
  });

  it.each([
    ['another report', Uint8Array.from({ length: 64 }, (_, at) => (at === 0 ? 3 : 0))],
    ['a report that is cut off', report('LH26999921', 0).subarray(0, 40)],
    ['more data than fits', report('LH26999921', 0, ']Q1', 57)],
    ['nothing', new Uint8Array(0)],
  ])('takes no data out of %s', (_, bytes) => {
    expect(parseScannedDataReport(bytes)).toBeUndefined();
  });
});

/**
 * A scanner that lays its report out otherwise, within the usage tables: no report id, no length, the
 * flag first, then 20 bytes of data, the identifier behind them.
 */
const OTHER = Buffer.from(
  '058c0902a1010912a1021500250175019501' +
    '09ff81029507' +
    '8103' +
    '26ff0075089514' +
    '09fe820201' +
    '950309fb09fc09fd8102c0c0',
  'hex',
);

describe('scannedDataLayout', () => {
  it('is the shared one of a scanner that describes just that', () => {
    expect(scannedDataLayout(inputFieldsOf(SCANNED_DATA_DESCRIPTOR))).toEqual(SHARED_LAYOUT);
  });

  it('finds every field where the scanner says it is', () => {
    expect(scannedDataLayout(inputFieldsOf(OTHER))).toEqual({
      reportId: 0,
      dataAt: 1,
      mostData: 20,
      symbologyAt: [21, 22, 23],
      continued: { at: 0, bit: 0 },
    });
  });

  it('is none of a device that scans nothing', () => {
    expect(scannedDataLayout(inputFieldsOf(Uint8Array.of(0x05, 0x01, 0x09, 0x06)))).toBeUndefined();
    expect(scannedDataLayout([])).toBeUndefined();
  });

  it('reads the codes of such a scanner, over several reports', () => {
    const { push, texts, expectLayout } = rig();
    expectLayout(scannedDataLayout(inputFieldsOf(OTHER))!);
    const part = (more: 0 | 1, text: string): Uint8Array =>
      Buffer.concat([Buffer.of(more), Buffer.from(text.padEnd(20, '\0')), Buffer.from(']Q1')]);
    push(part(1, 'LH26999921|Nguyễn '));
    push(part(0, 'Thị Hòa'));
    expect(texts).toEqual(['LH26999921|Nguyễn Thị Hòa']);
  });
});

describe('createHidPosCodes', () => {
  it('gives a code of one report', () => {
    const { push, texts } = rig();
    push(report('LH26999921', 0));
    expect(texts).toEqual(['LH26999921']);
  });

  it('puts a code together, with a letter cut between two reports', () => {
    const { push, texts } = rig();
    const code = `${'x'.repeat(55)}ễ|Nữ`;
    const reports = scannedDataReports(bytesOf(code));
    expect(reports).toHaveLength(2);
    reports.forEach(push);
    expect(texts).toEqual([code]);
  });

  it('takes off what a scanner adds for keyboards', () => {
    const { push, texts } = rig();
    push(report('LH26999921\r\n', 0));
    push(report('\r', 0));
    expect(texts).toEqual(['LH26999921']);
  });

  it('takes out the character set that the symbology announces, and only then', () => {
    const { push, texts } = rig();
    push(report('\\000026a\\\\b', 0, ']Q2'));
    push(report('\\000026a\\\\b', 0, ']Q1'));
    expect(texts).toEqual(['a\\b', '\\000026a\\\\b']);
  });

  it('forgets a code whose end does not come, says so, and reads the next', async () => {
    const { push, texts, told, clock } = rig();
    push(report('LH26', 1));
    await clock.advance(1000);
    push(report('LH26999921', 0));
    expect(told).toEqual(['cut short']);
    expect(texts).toEqual(['LH26999921']);
  });

  it('forgets a code that was begun when the scanner is away', () => {
    const { push, reset, texts } = rig();
    push(report('LH26', 1));
    reset();
    push(report('LH26999921', 0));
    expect(texts).toEqual(['LH26999921']);
  });

  it('drops what is longer than any code and reads the next', () => {
    const { push, texts, told } = rig();
    scannedDataReports(new Uint8Array(MAX_FRAME_BYTES * 4).fill(0x41)).forEach(push);
    push(report('LH26999921', 0));
    expect(told).toEqual(['oversize']);
    expect(texts).toEqual(['LH26999921']);
  });

  it('gives back every code, whatever its length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Za-z0-9|ăâđêôơưếữ]{1,300}$/), { maxLength: 8 }),
        codes => {
          const { push, texts } = rig();
          for (const code of codes) scannedDataReports(bytesOf(code)).forEach(push);
          expect(texts).toEqual(codes);
        },
      ),
    );
  });

  it('takes any reports and reads the next good code after them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 80 })), async junk => {
        const { push, texts, clock } = rig();
        junk.forEach(push);
        await clock.advance(1000);
        push(report('LH26999921', 0));
        expect(texts.at(-1)).toBe('LH26999921');
      }),
      { numRuns: 50 },
    );
  });
});
