import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BANK_PROFILE_IDS, BANK_PROFILES, type BankProfile } from './bank-profiles.ts';
import { parseDongAmount } from './dong-amount.ts';
import { readMt940 } from './mt940.ts';
import { parseStatementDate } from './statement-date.ts';
import { type Statement, type StatementReading, unexplained } from './statement.ts';
import { readTableStatement } from './table-statement.ts';

const read = (reading: StatementReading): Statement => {
  if (reading.outcome === 'refused') throw new Error(`refused: ${reading.why}`);
  return reading.statement;
};

describe('an amount', () => {
  test.each([
    ['150000', 150_000],
    ['150.000', 150_000],
    ['150,000', 150_000],
    ['150,000.00', 150_000],
    ['150.000,00', 150_000],
    ['150 000', 150_000],
    ['1.234.567', 1_234_567],
    ['150000.00', 150_000],
    ['+20.000', 20_000],
    ['-20,000', -20_000],
    ['(20,000)', -20_000],
    ['5.000 VND', 5000],
    ['5.000đ', 5000],
    ['0', 0],
    ['-0', 0],
  ])('printed as %s is %d', (text, amount) => {
    expect(parseDongAmount(text)).toBe(amount);
  });

  test.each([
    '',
    'abc',
    '1.5',
    '1,234,56',
    '12.345,67',
    '1,50',
    '1.234,567',
    '12 34',
    '--5',
    '1e5',
    '9'.repeat(20),
  ])('is not guessed from "%s"', text => {
    expect(parseDongAmount(text)).toBeUndefined();
  });

  test('is read back however it is grouped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }),
        fc.constantFrom('en-US', 'vi-VN', 'fr-FR'),
        (amount, locale) => {
          const printed = amount
            .toLocaleString(locale)
            .replace(/\u202F/g, ' ')
            .replace('\u2212', '-');
          expect(parseDongAmount(printed)).toBe(amount);
        },
      ),
    );
  });
});

describe('a date', () => {
  test.each([
    ['23/11/2026', { day: '2026-11-23' }],
    ['3/1/2026', { day: '2026-01-03' }],
    ['23-11-2026 08:15:09', { day: '2026-11-23', time: '08:15:09' }],
    ['23/11/2026\n5214 - 12345', { day: '2026-11-23', rest: '5214 - 12345' }],
    ['2026-11-23 8:15', { day: '2026-11-23', time: '08:15:00' }],
    ['08:15:09 23/11/2026', { day: '2026-11-23', time: '08:15:09' }],
  ])('written %j', (text, date) => {
    expect(parseStatementDate(text)).toEqual(date);
  });

  test.each(['', '31/02/2026', '11/23/2026', '23/11/26', '23/11/2026 25:00', 'Tổng cộng'])(
    'is not guessed from "%s"',
    text => {
      expect(parseStatementDate(text)).toBeUndefined();
    },
  );
});

const VCB = BANK_PROFILES.vietcombank;
const EXPORT = [
  ['SAO KÊ TÀI KHOẢN'],
  ['Số tài khoản / Account No:', '1017595600', '', 'VND'],
  [],
  [
    'STT',
    'Ngày GD/ TNX Date/ Số CT',
    'Số tiền ghi nợ/ Debit',
    'Số tiền ghi có/ Credit',
    'Số dư/ Balance',
    'Nội dung chi tiết',
  ],
  ['1', '23/11/2026\n5214 - 1', '', '150,000', '1,150,000', 'MBVCB.1.KC2222\n22222.CT'],
  ['2', '23/11/2026\n5214 - 2', '20,000', '', '1,130,000', 'PHI'],
  ['3', '24/11/2026\n5214 - 3', '', '70,000', '1,200,000', 'KCB'],
  ['', 'Tổng số', '20,000', '220,000', '', ''],
  ['', 'Chữ ký'],
] as const;

describe('the export of a bank', () => {
  test('is read row by row, with the number below the date and lines put together', () => {
    const statement = read(readTableStatement(EXPORT, VCB));
    expect(statement).toMatchObject({
      account: '1017595600',
      opening: 1_000_000,
      closing: 1_200_000,
    });
    expect(statement.lines).toEqual([
      {
        day: '2026-11-23',
        amount: 150_000,
        reference: '5214 - 1',
        narrative: 'MBVCB.1.KC2222 22222.CT',
        ordinal: 1,
        at: 5,
      },
      {
        day: '2026-11-23',
        amount: -20_000,
        reference: '5214 - 2',
        narrative: 'PHI',
        ordinal: 1,
        at: 6,
      },
      {
        day: '2026-11-24',
        amount: 70_000,
        reference: '5214 - 3',
        narrative: 'KCB',
        ordinal: 1,
        at: 7,
      },
    ]);
    expect(statement.refused).toEqual([]);
    expect(unexplained(statement)).toBe(0);
  });

  test('printed newest first explains its balances as well', () => {
    const turned = [...EXPORT.slice(0, 4), ...EXPORT.slice(4, 7).toReversed()];
    expect(unexplained(read(readTableStatement(turned, VCB)))).toBe(0);
  });

  test('refuses what it cannot read, with the row and why, and keeps the rest', () => {
    const rows = [
      ...EXPORT.slice(0, 5),
      ['2', '31/02/2026', '', '1,000', '', ''],
      ['3', '23/11/2026', '', '1.5', '', ''],
      ['4', '23/11/2026', '', '', '', ''],
      ['5', '23/11/2026', '5,000', '5,000', '', ''],
    ];
    const { lines, refused } = read(readTableStatement(rows, VCB));
    expect(lines).toHaveLength(1);
    expect(refused).toEqual([
      { at: 6, why: 'date-unreadable' },
      { at: 7, why: 'amount-unreadable' },
      { at: 8, why: 'amount-missing' },
      { at: 9, why: 'amount-twice' },
    ]);
  });

  test('tells lines apart that say the same', () => {
    const row = ['1', '23/11/2026', '', '50,000', '', 'KCB'];
    const { lines } = read(readTableStatement([...EXPORT.slice(0, 4), row, row], VCB));
    expect(lines.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });

  test('without its headings, or without a line, is refused as a whole', () => {
    expect(readTableStatement([['a', 'b']], VCB)).toEqual({ outcome: 'refused', why: 'no-header' });
    expect(readTableStatement(EXPORT.slice(0, 4), VCB)).toEqual({
      outcome: 'refused',
      why: 'empty',
    });
  });

  test.each(BANK_PROFILE_IDS)('of %s is found by its headings, in any order', id => {
    const profile: BankProfile = BANK_PROFILES[id];
    const cells = {
      date: '23/11/2026',
      debit: '',
      credit: '90.000',
      amount: '',
      balance: '',
      narrative: 'x',
      reference: 'r',
    };
    const names = (Object.keys(profile.headings) as (keyof typeof cells)[]).toReversed();
    const table = [
      names.map(name => (profile.headings[name]?.[0] ?? '').toUpperCase()),
      names.map(name => cells[name]),
    ];
    expect(read(readTableStatement(table, profile)).lines).toMatchObject([
      { amount: 90_000, reference: 'r', narrative: 'x' },
    ]);
  });

  test('of any cells at all is answered', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { maxLength: 8 }), { maxLength: 12 }), rows => {
        const reading = readTableStatement([...EXPORT.slice(0, 4), ...rows], VCB);
        expect(['read', 'refused']).toContain(reading.outcome);
      }),
    );
  });
});

const MT940 = `{1:F01BFTVVNVXAXXX0000000000}{4:
:20:STARTUMSE
:25:BFTVVNVX/1017595600
:28C:00001/001
:60F:C261123VND1000000,
:61:2611231123CD150000,00NTRFNONREF//FT26327001
:86:MBVCB.1.2.KC2222
22222.CT tu 0123
:61:261123DD20000,NCHGFEE//FT26327002
PHI DICH VU
:62F:C261123VND1130000,
-}`;

describe('a SWIFT statement', () => {
  test('is read with its account, balances and wrapped narratives', () => {
    const statement = read(readMt940(MT940.replaceAll('\n', '\r\n')));
    expect(statement).toMatchObject({
      account: '1017595600',
      opening: 1_000_000,
      closing: 1_130_000,
      lines: [
        {
          day: '2026-11-23',
          amount: 150_000,
          reference: 'FT26327001',
          narrative: 'MBVCB.1.2.KC2222 22222.CT tu 0123',
        },
        { day: '2026-11-23', amount: -20_000, reference: 'FT26327002', narrative: 'PHI DICH VU' },
      ],
    });
    expect(unexplained(statement)).toBe(0);
  });

  test('with an entry date across the year keeps to the right year', () => {
    const { lines } = read(readMt940(MT940.replace('2611231123CD', '2612310102CD')));
    expect(lines[0]?.day).toBe('2027-01-02');
  });

  test.each([
    ['of two accounts', MT940 + MT940.replace('1017595600', '99'), 'several-accounts'],
    ['in dollars', MT940.replace('C261123VND1000000', 'C261123USD1000000'), 'unreadable'],
    ['that is none', 'xin chào', 'unreadable'],
    ['without a line', MT940.replaceAll(':61:', ':99:'), 'empty'],
  ])('%s is refused', (_, text, why) => {
    expect(readMt940(text)).toEqual({ outcome: 'refused', why });
  });

  test('keeps its good lines beside a bad one', () => {
    const { lines, refused } = read(readMt940(MT940.replace('CD150000,00', 'CD150000,50')));
    expect(lines).toHaveLength(1);
    expect(refused).toEqual([{ at: 6, why: 'amount-unreadable' }]);
  });

  test('of any text is answered', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(MT940.length), (noise, at) => {
        const text = MT940.slice(0, at) + noise + MT940.slice(at);
        expect(['read', 'refused']).toContain(readMt940(text).outcome);
      }),
    );
  });
});
