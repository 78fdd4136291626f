import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCANNED_DATA_DESCRIPTOR } from '../../simulators/scanned-data-reports.ts';
import { inputFieldsOf } from './input-fields.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');

/** The boot keyboard of USB HID 1.11, appendix B.1. */
const BOOT_KEYBOARD = bytes(`
  05 01 09 06 a1 01 05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 01
  95 05 75 01 05 08 19 01 29 05 91 02 95 01 75 03 91 01
  95 06 75 08 15 00 25 65 05 07 19 00 29 65 81 00 c0`);
/** The boot mouse of USB HID 1.11, appendix B.2. */
const BOOT_MOUSE = bytes(`
  05 01 09 02 a1 01 09 01 a1 00 05 09 19 01 29 03 15 00 25 01 95 03 75 01 81 02
  95 01 75 05 81 01 05 01 09 30 09 31 15 81 25 7f 75 08 95 02 81 06 c0 c0`);

const shown = (descriptor: Uint8Array): string[] =>
  inputFieldsOf(descriptor).map(
    ({ reportId, usage, bitOffset, bitSize, count }) =>
      `${reportId}: ${usage.toString(16)} at ${bitOffset}, ${count} of ${bitSize}`,
  );

describe('inputFieldsOf', () => {
  it('reads the mouse of the specification', () => {
    expect(shown(BOOT_MOUSE)).toEqual([
      '0: 90001 at 0, 1 of 1',
      '0: 90002 at 1, 1 of 1',
      '0: 90003 at 2, 1 of 1',
      '0: 10030 at 8, 1 of 8',
      '0: 10031 at 16, 1 of 8',
    ]);
  });

  it('reads the keyboard of the specification: ranges, fillings, selectors, no outputs', () => {
    const fields = shown(BOOT_KEYBOARD);
    expect(fields.slice(0, 2)).toEqual(['0: 700e0 at 0, 1 of 1', '0: 700e1 at 1, 1 of 1']);
    expect(fields.slice(7)).toEqual(['0: 700e7 at 7, 1 of 1', '0: 70000 at 16, 6 of 8']);
  });

  it('reads a bar code scanner', () => {
    expect(shown(SCANNED_DATA_DESCRIPTOR)).toEqual([
      '2: 1003b at 0, 1 of 8',
      '2: 8c00fb at 8, 1 of 8',
      '2: 8c00fc at 16, 1 of 8',
      '2: 8c00fd at 24, 1 of 8',
      '2: 8c00fe at 32, 56 of 8',
      '2: ff000004 at 480, 2 of 8',
      '2: 8c00ff at 496, 8 of 1',
    ]);
  });

  it('keeps the reports apart, and what was pushed', () => {
    const two = bytes(
      '05 8c 75 08 95 01 85 01 09 fe 81 02 a4 75 10 85 02 09 fe 81 02 b4 09 ff 81 02',
    );
    expect(shown(two)).toEqual([
      '1: 8c00fe at 0, 1 of 8',
      '2: 8c00fe at 0, 1 of 16',
      '1: 8c00ff at 8, 1 of 8',
    ]);
  });

  it('takes the page of a long usage from the usage itself', () => {
    expect(shown(bytes('05 01 75 08 95 01 0b fe 00 8c 00 81 02'))).toEqual([
      '0: 8c00fe at 0, 1 of 8',
    ]);
  });

  it('ends with what was well where a descriptor is cut off or beyond all measure', () => {
    expect(shown(BOOT_MOUSE.subarray(0, BOOT_MOUSE.length - 6))).toHaveLength(3);
    expect(shown(bytes('05 01 75 08 95 01 09 30 81 02 97 ff ff ff ff 09 31 81 02'))).toEqual([
      '0: 10030 at 0, 1 of 8',
    ]);
  });

  it('is total over any bytes, and its fields lie inside a report', () => {
    const prefix = fc.constantFrom(
      0x05,
      0x09,
      0x19,
      0x29,
      0x75,
      0x95,
      0x81,
      0x85,
      0xa4,
      0xb4,
      0xa1,
    );
    const item = fc.tuple(prefix, fc.integer({ min: 0, max: 255 }));
    const descriptors = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(item, { maxLength: 150 }).map(items => Uint8Array.from(items.flat())),
    );
    fc.assert(
      fc.property(descriptors, descriptor => {
        const fields = inputFieldsOf(descriptor);
        expect(fields.length).toBeLessThanOrEqual(1_000);
        for (const { bitOffset, bitSize, count } of fields) {
          expect(bitOffset + bitSize * count).toBeLessThanOrEqual(65_536);
          expect(count).toBeGreaterThan(0);
        }
      }),
    );
  });
});
