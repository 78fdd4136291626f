import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { encodeDg13 } from '../../simulators/chip/dg13-encoder.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { parseDg13 } from './dg13.ts';

const bytes = (...parts: (number | Uint8Array)[]): Uint8Array =>
  Buffer.concat(parts.map(part => (typeof part === 'number' ? Uint8Array.of(part) : part)));
const text = (tag: number, value: string): Uint8Array => encodeTlv(tag, Buffer.from(value));
const field = (index: number, ...values: Uint8Array[]): Uint8Array =>
  encodeTlv(0x30, bytes(encodeTlv(0x02, Uint8Array.of(index)), ...values));
const file = (...fields: Uint8Array[]): Uint8Array =>
  encodeTlv(0x6d, encodeTlv(0x30, bytes(...fields)));

describe('parseDg13', () => {
  it('reads bytes written by hand: tag, fields by index, UTF-8', () => {
    const raw = Buffer.from(
      '6d263024' + '30110201010c0c303031313438393939393231' + '300f0201020c0a4e677579e1bb856e2048',
      'hex',
    );
    expect(parseDg13(raw)?.fields).toEqual({ idNumber: '001148999921', name: 'Nguyễn H' });
  });

  it.each(['outer-sequence', 'no-outer-sequence'] as const)('reads every field: %s', variant => {
    const dg13 = parseDg13(encodeDg13(EXAMPLE_CARD, variant));
    expect(dg13).toEqual({
      fields: {
        idNumber: '001148999921',
        name: 'Nguyễn Thị Hòa',
        birthDate: '12/03/1948',
        gender: 'Nữ',
        nationality: 'Việt Nam',
        ethnicity: 'Kinh',
        religion: 'Không',
        placeOfOrigin: 'Đống Đa, Hà Nội',
        residence: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
        identifyingMarks: 'Nốt ruồi C.1cm dưới sau đuôi mắt phải',
        issueDate: '15/07/2021',
        expiryDate: '12/03/2035',
        spouse: 'Lê Văn Mẫu',
        oldNumber: '010999921',
        cardMark: 'SYNTH01148999921',
      },
      parents: ['Nguyễn Văn Mẫu', 'Trần Thị Thử'],
      undecoded: [],
      unknown: [],
      damaged: false,
    });
  });

  it('leaves out what the card leaves out', () => {
    const { spouseName, oldNumber, religion, ...card } = EXAMPLE_CARD;
    const dg13 = parseDg13(encodeDg13(card));
    expect(dg13?.fields).not.toHaveProperty('spouse');
    expect(dg13?.fields).not.toHaveProperty('oldNumber');
    expect(dg13?.fields).not.toHaveProperty('religion');
    expect([spouseName, oldNumber, religion]).not.toContain(undefined);
  });

  it('reads fields in any order and takes the first of two', () => {
    const dg13 = parseDg13(
      file(field(2, text(0x0c, 'Hai')), field(1, text(0x13, '1')), field(2, text(0x0c, 'Ba'))),
    );
    expect(dg13?.fields).toEqual({ name: 'Hai', idNumber: '1' });
  });

  it('composes letters that are stored with separate marks', () => {
    const dg13 = parseDg13(file(field(2, text(0x0c, 'Nguyễn'.normalize('NFD')))));
    expect(dg13?.fields.name).toBe('Nguyễn');
  });

  it('keeps fields nobody described', () => {
    const dg13 = parseDg13(file(field(1, text(0x13, '1')), field(17, text(0x04, 'abc'))));
    expect(dg13?.unknown).toEqual([{ index: 17, value: Uint8Array.from(Buffer.from('abc')) }]);
  });

  it('calls a field that is no text undecoded instead of showing garbage', () => {
    const encoded = Uint8Array.of(0x9f, 0x82, 0x01, 0xff, 0x00);
    const dg13 = parseDg13(
      file(field(1, text(0x13, '001148999921')), field(2, encodeTlv(0x0c, encoded))),
    );
    expect(dg13?.fields).toEqual({ idNumber: '001148999921' });
    expect(dg13?.undecoded).toEqual(['name']);
  });

  it('finds the old number in field 16 where it has nine digits', () => {
    const dg13 = parseDg13(file(field(16, text(0x13, '010999921'))));
    expect(dg13?.fields).toEqual({ oldNumber: '010999921' });
  });

  it('reads what is whole of a file that was cut short', () => {
    const whole = encodeDg13(EXAMPLE_CARD, 'no-outer-sequence');
    const dg13 = parseDg13(bytes(0x6d, 0x20, whole.subarray(4, 4 + 0x20)));
    expect(dg13?.damaged).toBe(true);
    expect(dg13?.fields.idNumber).toBe('001148999921');
  });

  it('is no DG13 where its tag is missing', () => {
    expect(parseDg13(encodeTlv(0x61, Uint8Array.of(1)))).toBeUndefined();
    expect(parseDg13(new Uint8Array())).toBeUndefined();
  });

  it('takes any bytes, also inside a DG13', () => {
    const anything = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(anything, content => {
        expect(() => parseDg13(content)).not.toThrow();
        expect(parseDg13(encodeTlv(0x6d, content))).toBeDefined();
      }),
    );
  });

  it('survives any damage to a real file', () => {
    const whole = encodeDg13(EXAMPLE_CARD);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(whole.length),
        (changes, length) => {
          const damaged = whole.slice(0, length);
          for (const [at, byte] of changes) if (at < length) damaged[at] = byte;
          expect(() => parseDg13(damaged)).not.toThrow();
        },
      ),
    );
  });
});
