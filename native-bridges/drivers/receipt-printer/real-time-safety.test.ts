import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf } from '../../imaging/bitmap.ts';
import { withoutRealTimeCommands } from './real-time-safety.ts';

const REAL_TIME = /10(04|05|14)/;
const hexOf = (data: Uint8Array): string =>
  Array.from(data, byte => byte.toString(16).padStart(2, '0')).join(' ');

describe('withoutRealTimeCommands', () => {
  it('makes one dot wider where dots spell DLE EOT, DLE ENQ or DLE DC4', () => {
    const bitmap = bitmapOf(8, Uint8Array.of(0x10, 0x04, 0x10, 0x05, 0x10, 0x10, 0x14, 0x10));
    expect(hexOf(withoutRealTimeCommands(bitmap).data)).toBe('18 04 18 05 10 18 14 10');
  });

  it('leaves no command in any dots, and changes one dot of each at most', () => {
    const telling = fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x00, 0xff);
    fc.assert(
      fc.property(fc.array(telling, { maxLength: 60 }), bytes => {
        const safe = withoutRealTimeCommands(bitmapOf(8, Uint8Array.from(bytes))).data;
        expect(hexOf(safe).replaceAll(' ', '')).not.toMatch(REAL_TIME);
        const changed = bytes.filter((byte, at) => byte !== safe[at]);
        expect(changed.every(byte => byte === 0x10)).toBe(true);
        expect(safe).toHaveLength(bytes.length);
      }),
    );
  });
});
