import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyStroke, textOfKeys } from './key-text.ts';

const stroke = (key: string, code: string, held: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code,
  shift: false,
  alt: false,
  capsLock: false,
  ...held,
});
const letter = (name: string): KeyStroke => stroke(name, `Key${name.toUpperCase()}`);

/** A character typed as its number on the number pad, with Alt held. */
const altNumber = (value: string): KeyStroke[] => [
  stroke('Alt', 'AltLeft', { alt: true }),
  ...Array.from(value, digit => stroke(digit, `Numpad${digit}`, { alt: true })),
];

describe('textOfKeys', () => {
  it('takes plain keys as the layout has them', () => {
    expect(textOfKeys([letter('l'), stroke('H', 'KeyH', { shift: true })])).toBe('lH');
    expect(textOfKeys([stroke('q', 'KeyA')])).toBe('q');
  });

  it('goes by the place of a key that the layout keeps for itself or makes a letter of', () => {
    expect(textOfKeys([stroke('Process', 'KeyE'), stroke('Process', 'KeyE')])).toBe('ee');
    expect(textOfKeys([stroke('ă', 'Digit1'), stroke('Dead', 'Backquote')])).toBe('1`');
    expect(textOfKeys([stroke('Process', 'Backslash', { shift: true })])).toBe('|');
    expect(textOfKeys([stroke('Process', 'Digit1', { shift: true })])).toBe('!');
  });

  it('knows capitals by Shift and by the lock', () => {
    const e = stroke('Process', 'KeyE');
    expect(textOfKeys([{ ...e, shift: true }])).toBe('E');
    expect(textOfKeys([{ ...e, capsLock: true }])).toBe('E');
    expect(textOfKeys([{ ...e, capsLock: true, shift: true }])).toBe('e');
  });

  it('keeps letters that a program typed, and does the deleting it did', () => {
    const typed = [letter('e'), stroke('Backspace', 'Backspace'), stroke('ê', '')];
    expect(textOfKeys(typed)).toBe('ê');
  });

  it('reads characters typed as numbers: of Unicode, of the code page, and as bytes', () => {
    expect(textOfKeys([letter('n'), ...altNumber('7877'), letter('n')])).toBe('nễn');
    expect(textOfKeys(altNumber('0225'))).toBe('á');
    expect(textOfKeys(['0225', '0187', '0133'].flatMap(altNumber))).toBe('ễ');
  });

  it('takes any keys', () => {
    const any = fc.record({
      key: fc.oneof(fc.string({ maxLength: 9 }), fc.constantFrom('Alt', 'Backspace', 'Process')),
      code: fc.oneof(fc.string({ maxLength: 9 }), fc.constantFrom('KeyA', 'Numpad9', 'Digit1')),
      shift: fc.boolean(),
      alt: fc.boolean(),
      capsLock: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any), strokes => {
        expect(typeof textOfKeys(strokes)).toBe('string');
      }),
    );
  });
});
