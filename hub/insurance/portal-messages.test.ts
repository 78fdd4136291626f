import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partialDateSchema } from '../../core/contract/primitives.ts';
import {
  lookUpMembers,
  lookUpUrl,
  parsePortalAnswer,
  parseTokenAnswer,
  portalDate,
  portalPassword,
  tokenBody,
} from './portal-messages.ts';

const OFFICER = { name: 'Trần Thị Thử', citizenNumber: '001190999999' };

describe('what is asked', () => {
  test('the password travels as MD5 in upper case (RFC 1321, A.5)', () => {
    expect(portalPassword('abc')).toBe('900150983CD24FB0D6963F7D28E17F72');
    expect(tokenBody('01999_BV', portalPassword('abc'))).toBe(
      'username=01999_BV&password=900150983CD24FB0D6963F7D28E17F72',
    );
  });

  test.each([
    ['1985-06-30', '30/06/1985'],
    ['1985-06', '06/1985'],
    ['1985', '1985'],
  ])('%s travels as %s', (date, text) => {
    expect(portalDate(date)).toBe(text);
  });

  test('a look-up names the card, its holder and the officer', () => {
    const members = lookUpMembers(
      { number: 'HT3010199999921', name: 'Nguyễn Thị Hòa'.normalize('NFD'), birthDate: '1948-03' },
      OFFICER,
    );
    expect(members).toEqual({
      maThe: 'HT3010199999921',
      hoTen: 'Nguyễn Thị Hòa',
      ngaySinh: '03/1948',
      hoTenCb: 'Trần Thị Thử',
      cccdCb: '001190999999',
    });
  });

  test('a token with the letters of base64 stays whole in the address', () => {
    const token = { accessToken: 'a+b/c==', idToken: 'x', expiresAt: undefined };
    expect(lookUpUrl('https://portal.test', token, '01999_BV', 'D1')).toBe(
      'https://portal.test/api/egw/KQNhanLichSuKCB2024?token=a%2Bb%2Fc%3D%3D&id_token=x&username=01999_BV&password=D1',
    );
  });
});

describe('a token', () => {
  const answer = (expires_in: unknown) =>
    parseTokenAnswer(
      JSON.stringify({
        maKetQua: '200',
        APIKey: { access_token: 'a', id_token: 'i', token_type: 'Bearer', expires_in },
      }),
    );

  test.each([
    ['2026-11-23T03:51:20.1047187Z', '2026-11-23T03:51:20.104Z'],
    ['2026-11-23T03:51:20Z', '2026-11-23T03:51:20.000Z'],
    ['2026-11-23 03:51:20.1', '2026-11-23T03:51:20.100Z'],
    ['2026-11-23T10:51:20+07:00', '2026-11-23T03:51:20.000Z'],
  ])('ends at an absolute time: %s', (text, moment) => {
    expect(answer(text)).toMatchObject({
      answer: 'token',
      token: { expiresAt: Date.parse(moment) },
    });
  });

  test.each([['soon'], [1200], [null], ['2026-13-45T99:99:99Z']])(
    'whose end cannot be read (%j) is a token all the same',
    text => {
      expect(answer(text)).toEqual({
        answer: 'token',
        token: { accessToken: 'a', idToken: 'i', expiresAt: undefined },
      });
    },
  );

  test('that is not given says why', () => {
    expect(parseTokenAnswer('{"maKetQua":"401","APIKey":null}')).toEqual({
      answer: 'refused',
      code: '401',
    });
    expect(parseTokenAnswer('{"maKetQua":500}')).toEqual({ answer: 'refused', code: '500' });
    expect(parseTokenAnswer('{"maKetQua":"200"}')).toEqual({ answer: 'unreadable' });
  });
});

describe('an answer', () => {
  test('is read as far as it says something', () => {
    const text = JSON.stringify({
      maKetQua: '003',
      ghiChu: 'Thẻ cũ hết giá trị sử dụng nhưng đã được cấp thẻ mới',
      maThe: 'GD4469999999907',
      hoTen: 'Võ Thị Lan',
      ngaySinh: '30/06/1994',
      gioiTinh: 'Nữ',
      maDKBD: '01999',
      gtTheTu: '01/01/2024',
      gtTheDen: '31/12/2024',
      maKV: '',
      ngayDu5Nam: '01/01/2029',
      maTheCu: null,
      maTheMoi: 'HT3469999999907',
      gtTheTuMoi: '1/1/2026',
      gtTheDenMoi: '31/12/2027',
      maDKBDMoi: '79999',
      dsLichSuKCB2018: null,
    });
    expect(parsePortalAnswer(text)).toEqual({
      code: '003',
      card: {
        cardNumber: 'GD4469999999907',
        registeredFacility: '01999',
        validFrom: '2024-01-01',
        validTo: '2024-12-31',
      },
      newCard: {
        cardNumber: 'HT3469999999907',
        registeredFacility: '79999',
        validFrom: '2026-01-01',
        validTo: '2027-12-31',
      },
      name: 'Võ Thị Lan',
      birthDate: '1994-06-30',
      gender: 'female',
      fiveYearsFrom: '2029-01-01',
      garbled: [],
    });
  });

  test('with what cannot be names it and keeps the rest', () => {
    const text = JSON.stringify({
      maKetQua: '000',
      maThe: 'GD4469999999907',
      gtTheTu: '31/02/2026',
      gtTheDen: '31/12/2027',
      maDKBD: 'x',
      gioiTinh: '?',
    });
    expect(parsePortalAnswer(text)).toEqual({
      code: '000',
      card: { cardNumber: 'GD4469999999907', validTo: '2027-12-31' },
      newCard: {},
      garbled: ['maDKBD', 'gtTheTu', 'gioiTinh'],
    });
  });

  test('whose card ends before it begins says what cannot be', () => {
    const text = '{"maKetQua":"000","gtTheTu":"01/01/2027","gtTheDen":"31/12/2026"}';
    expect(parsePortalAnswer(text)?.garbled).toEqual(['period']);
  });

  test.each([[''], ['<html>'], ['{"maKetQua":'], ['null'], ['[]'], ['{"maKetQua":null}'], ['{}']])(
    '%j is none',
    text => {
      expect(parsePortalAnswer(text)).toBeUndefined();
      expect(parseTokenAnswer(text)).toEqual({ answer: 'unreadable' });
    },
  );
});

const isDate = (date: string | undefined): boolean =>
  date === undefined || partialDateSchema.safeParse(date).success;

test('any text is read without a fall, and what is read is of its kind', () => {
  const members = fc.dictionary(
    fc.constantFrom(
      'maKetQua',
      'maThe',
      'hoTen',
      'ngaySinh',
      'gtTheTu',
      'gtTheDen',
      'maTheMoi',
      'gtTheDenMoi',
      'ngayDu5Nam',
      'APIKey',
      'gioiTinh',
    ),
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        '000',
        '003',
        '31/12/2026',
        '12/2026',
        '2026',
        '00/00/0000',
        'GD4469999999907',
      ),
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        members.map(one => JSON.stringify(one)),
      ),
      text => {
        parseTokenAnswer(text);
        const answer = parsePortalAnswer(text);
        if (answer === undefined) return;
        expect(answer.code.length).toBeLessThanOrEqual(10);
        for (const card of [answer.card, answer.newCard]) {
          expect(isDate(card.validFrom) && isDate(card.validTo)).toBe(true);
          expect(card.cardNumber ?? '0000000000').toMatch(/^([A-Z]{2}[1-5]\d{12}|\d{10})$/);
        }
        expect(isDate(answer.birthDate) && isDate(answer.fiveYearsFrom)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('a date that travels is read back as it was', () => {
  const dates = fc.oneof(
    fc.integer({ min: 1900, max: 2100 }).map(String),
    fc
      .tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }))
      .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`),
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map(date => date.toISOString().slice(0, 10)),
  );
  fc.assert(
    fc.property(dates, date => {
      const text = JSON.stringify({ maKetQua: '000', gtTheTu: portalDate(date) });
      expect(parsePortalAnswer(text)?.card.validFrom).toBe(date);
    }),
  );
});
