import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc16 } from './crc-16.ts';
import {
  type VietQr,
  VIETQR_SERVICES,
  type VietQrService,
  decodeVietQr,
  encodeVietQr,
} from './vietqr.ts';

const TO_ACCOUNT =
  '00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA530370454061500005802VN62140810KCB 0001236304AF2D';
const DYNAMIC =
  '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E';
const TO_CARD =
  '00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52';
/** Printed in a NAPAS document: the checksum is right, the account one digit too short. */
const MISPRINT =
  '00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5';

/** The same content under a right checksum, so that only the field itself can be refused. */
const resealed = (content: string): string => content + (crc16(content) ?? '');
const changed = (payload: string, from: string, to: string): string => {
  if (!payload.includes(from)) throw new Error(`nothing to change: ${from}`);
  return resealed(payload.slice(0, -4).replace(from, to));
};

describe('codes that were published', () => {
  test('an account transfer with amount and purpose', () => {
    expect(decodeVietQr(TO_ACCOUNT)).toEqual({
      outcome: 'read',
      code: {
        use: 'dynamic',
        bankBin: '970436',
        account: '1017595600',
        service: 'account',
        amount: 150_000,
        purpose: 'KCB 000123',
      },
    });
  });

  test('a dynamic code with a bill number, whose purpose other writers send in lower case', () => {
    expect(decodeVietQr(DYNAMIC)).toMatchObject({
      outcome: 'read',
      code: { billNumber: 'NPS6869', purpose: 'thanh toan don hang', amount: 180_000 },
    });
  });

  test('a static code of a card', () => {
    expect(decodeVietQr(TO_CARD)).toEqual({
      outcome: 'read',
      code: { use: 'static', bankBin: '970403', account: '9704031101234567', service: 'card' },
    });
  });

  test('the misprint is refused, though its checksum is right', () => {
    expect(crc16(MISPRINT.slice(0, -4))).toBe('F4E5');
    expect(decodeVietQr(MISPRINT)).toEqual({
      outcome: 'refused',
      why: 'bytes-left',
      field: '38.01',
    });
  });

  test.each([TO_ACCOUNT, TO_CARD])('are written again letter for letter: %s', payload => {
    const reading = decodeVietQr(payload);
    expect(reading.outcome === 'read' && encodeVietQr(reading.code)).toBe(payload);
  });
});

describe('a code that is not right in every part is refused, with the field', () => {
  test.each<[string, string, string, string]>([
    ['a word', 'xin chào', 'not-emvco', '00'],
    ['nothing', '', 'not-emvco', '00'],
    ['no checksum', TO_ACCOUNT.slice(0, -8), 'not-emvco', '63'],
    ['a wrong checksum', `${TO_ACCOUNT.slice(0, -1)}E`, 'checksum-wrong', '63'],
    ['a checksum in lower case', TO_ACCOUNT.slice(0, -4) + 'af2d', 'checksum-wrong', '63'],
    ['another network', changed(TO_ACCOUNT, 'A000000727', 'A000000728'), 'not-vietqr', '38.00'],
    ['dollars', changed(TO_ACCOUNT, '5303704', '5303840'), 'currency-not-dong', '53'],
    ['another country', changed(TO_ACCOUNT, '5802VN', '5802LA'), 'country-not-vietnam', '58'],
    ['a third kind of use', changed(TO_ACCOUNT, '010212', '010213'), 'use-unknown', '01'],
    ['an unknown service', changed(TO_ACCOUNT, 'QRIBFTTA', 'QRIBFTTX'), 'service-unknown', '38.02'],
    ['a bank in letters', changed(TO_ACCOUNT, '970436', '97O436'), 'bank-invalid', '38.01.00'],
    [
      'an account with a dot',
      changed(TO_ACCOUNT, '1017595600', '10175.5600'),
      'account-invalid',
      '38.01.01',
    ],
    [
      'an amount of nothing',
      changed(TO_ACCOUNT, '5406150000', '5406000000'),
      'amount-invalid',
      '54',
    ],
    ['hào and xu', changed(TO_ACCOUNT, '5406150000', '54061500.0'), 'amount-invalid', '54'],
    [
      'an amount below zero',
      changed(TO_ACCOUNT, '5406150000', '5406-15000'),
      'amount-invalid',
      '54',
    ],
    ['two amounts', changed(TO_ACCOUNT, '5802VN', '54041000' + '5802VN'), 'field-repeated', ''],
    ['an empty field', changed(TO_ACCOUNT, '5802VN', '5900' + '5802VN'), 'field-empty', ''],
    ['a field that ends too early', changed(TO_ACCOUNT, '6304', '63990'), 'not-emvco', '63'],
    [
      'a long purpose',
      changed(TO_ACCOUNT, '62140810KCB 000123', `62300826${'A'.repeat(26)}`),
      'field-too-long',
      '62.08',
    ],
    [
      'a long name',
      changed(TO_ACCOUNT, '5802VN', `5802VN5926${'A'.repeat(26)}`),
      'field-too-long',
      '59',
    ],
  ])('%s', (_, payload, why, field) => {
    expect(decodeVietQr(payload)).toEqual({ outcome: 'refused', why, field });
  });

  test('fields of other networks beside it do no harm', () => {
    const both = changed(TO_ACCOUNT, '3854', '26100006A000053854');
    expect(decodeVietQr(both)).toMatchObject({ outcome: 'read', code: { account: '1017595600' } });
  });
});

const letters = (alphabet: string, longest: number, shortest = 1) =>
  fc.string({
    unit: fc.constantFrom(...Array.from(alphabet)),
    minLength: shortest,
    maxLength: longest,
  });
const DIGITS = '0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const sentText = (longest: number) =>
  fc.option(letters(`${CAPITALS}${DIGITS} .-/`, longest), { nil: undefined });

const codes: fc.Arbitrary<VietQr> = fc
  .record({
    use: fc.constantFrom('static' as const, 'dynamic' as const),
    bankBin: letters(DIGITS, 6, 6),
    account: letters(DIGITS + CAPITALS, 19),
    service: fc.constantFrom(undefined, ...(Object.keys(VIETQR_SERVICES) as VietQrService[])),
    amount: fc.option(fc.integer({ min: 1, max: 9_999_999_999_999 }), { nil: undefined }),
    merchantCategory: fc.option(letters(DIGITS, 4, 4), { nil: undefined }),
    merchantName: sentText(25),
    merchantCity: sentText(15),
    postalCode: sentText(10),
    reference: sentText(25),
    purpose: fc.option(letters(`${CAPITALS}${DIGITS} `, 25), { nil: undefined }),
  })
  .map(record => JSON.parse(JSON.stringify(record)) as VietQr);

describe('of any code', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(codes, code => {
        expect(decodeVietQr(encodeVietQr(code))).toEqual({ outcome: 'read', code });
      }),
    );
  });

  test('one wrong character is noticed', () => {
    fc.assert(
      fc.property(
        codes,
        fc.nat(),
        fc.constantFrom(...Array.from(DIGITS + CAPITALS)),
        (code, where, wrong) => {
          const payload = encodeVietQr(code);
          const at = where % payload.length;
          fc.pre(payload[at] !== wrong);
          const bad = payload.slice(0, at) + wrong + payload.slice(at + 1);
          expect(decodeVietQr(bad).outcome).toBe('refused');
        },
      ),
    );
  });

  test('the decoder answers for any text, also behind a right checksum', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map(unit => String.fromCharCode(unit)) }),
        fc.boolean(),
        (noise, sealed) => {
          const payload = sealed ? resealed(`000201${noise}6304`) : noise;
          expect(['read', 'refused']).toContain(decodeVietQr(payload).outcome);
        },
      ),
    );
  });

  test.each<[string, Partial<VietQr>]>([
    ['twenty digits of an account', { account: '1'.repeat(20) }],
    ['half a đồng', { amount: 1000.5 }],
    ['nothing to pay', { amount: 0 }],
    ['fourteen digits', { amount: 10_000_000_000_000 }],
    ['a purpose with diacritics', { purpose: 'KHÁM BỆNH' }],
    ['a purpose in lower case', { purpose: 'kcb' }],
    ['a purpose of 26', { purpose: 'A'.repeat(26) }],
    ['a name with diacritics', { merchantName: 'BỆNH VIỆN' }],
    [
      'additional data over 99',
      {
        billNumber: 'A'.repeat(25),
        reference: 'A'.repeat(25),
        storeLabel: 'A'.repeat(25),
        terminal: 'A'.repeat(25),
      },
    ],
  ])('%s is not written', (_, wrong) => {
    expect(() =>
      encodeVietQr({ use: 'dynamic', bankBin: '970436', account: '1017595600', ...wrong }),
    ).toThrow(RangeError);
  });
});

test('the checksum of the standard example', () => {
  expect(crc16('123456789')).toBe('29B1');
  expect(crc16('\uD800')).toBeUndefined();
});
