import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesInAtr, capabilitiesInAtrInfo } from './card-capabilities.ts';

const hex = (text: string): Uint8Array => hexToBytes(text.replaceAll(' ', ''));

describe('capabilitiesInAtr', () => {
  // Answers to reset as PC/SC builds them (part 3, 3.1.3.2.3.1) around made-up historical bytes.
  it.each<[string, string, boolean | undefined]>([
    ['capabilities with extended fields', '3B 85 80 01 80 73 F4 01 40 00', true],
    ['capabilities behind another object', '3B 88 80 01 80 31 E0 73 F4 01 60 00 00', true],
    ['capabilities without them', '3B 85 80 01 80 73 F4 01 00 00', false],
    ['capabilities of two bytes', '3B 84 80 01 80 72 F4 01 00', undefined],
    ['no capabilities', '3B 83 80 01 80 31 E0 00', undefined],
    ['proprietary historical bytes', '3B 85 80 01 C1 73 F4 01 40 00', undefined],
    ['no historical bytes', '3B 80 80 01 01', undefined],
    ['interface bytes in front', '3B F5 11 22 33 81 31 FE 45 80 73 F4 01 40 00', true],
  ])('reads %s', (_name, atr, expected) => {
    expect(capabilitiesInAtr(hex(atr)).extendedLength).toBe(expected);
  });

  it('reads whether files can be named by short identifiers', () => {
    const said = (atr: string) => capabilitiesInAtr(hex(atr)).shortIdentifiers;
    expect(said('3B 85 80 01 80 73 F4 01 40 00')).toBe(true);
    expect(said('3B 85 80 01 80 73 F0 01 40 00')).toBe(false);
    expect(said('3B 80 80 01 01')).toBeUndefined();
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), atr => {
        expect([true, false, undefined]).toContain(capabilitiesInAtr(atr).extendedLength);
      }),
    );
  });
});

describe('capabilitiesInAtrInfo', () => {
  it.each<[string, string, boolean | undefined]>([
    ['card capabilities with extended fields', '47 03 F4 01 60', true],
    ['card capabilities without them', '47 03 F4 01 00  7F66 08 02020400 02020400', false],
    ['limits only', '7F66 08 02020400 02020400', true],
    ['neither', '43 01 B8', undefined],
    ['nothing', '', undefined],
  ])('reads %s', (_name, file, expected) => {
    expect(capabilitiesInAtrInfo(hex(file)).extendedLength).toBe(expected);
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), file => {
        expect([true, false, undefined]).toContain(capabilitiesInAtrInfo(file).extendedLength);
      }),
    );
  });
});
