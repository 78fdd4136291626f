import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageReasonSchema } from '../contract/coverage.ts';
import { counterReasonSchema, priorityGroupSchema } from '../contract/hub.ts';
import { type Printable, printableSchema } from '../contract/printable.ts';
import { readScannedCode } from '../identity/scanned-code.ts';
import { SYNTHETIC_HOSPITAL } from '../identity/synthetic-hospital.ts';
import { numberLabel } from '../queueing/number-label.ts';
import { linesOf, placeOf, wordsOf } from './testing/paper.ts';
import { counterSlip, type TicketFacts, type TicketSheet, visitTicket } from './ticket.ts';

const FACTS: TicketFacts = {
  label: 'B-0042',
  numberClass: 'normal',
  place: placeOf('clinic-cardiology'),
  peopleAhead: 4,
  waitMinutes: 40,
  expectedAt: '2026-11-23T02:10:00.000Z',
  payer: 'insured',
  coverageReason: 'valid-in-network',
  price: 200_000,
  offline: false,
  reprinted: false,
};

const sheet = (changes: Partial<TicketSheet> = {}): TicketSheet => ({
  hospital: SYNTHETIC_HOSPITAL.name,
  language: 'vi',
  large: false,
  day: '2026-11-23',
  issuedAt: '2026-11-23T01:30:00.000Z',
  ...changes,
});

const ticket = (
  facts: Partial<TicketFacts> = {},
  changes: Partial<TicketSheet> = {},
): Printable => {
  const paper = sheet(changes);
  return visitTicket({ ...FACTS, ...facts }, paper, wordsOf(paper.language));
};

const banners = (paper: Printable): string[] => linesOf(paper).filter(line => line.startsWith('['));

test('a ticket says number, place, way, wait, payer and when', () => {
  expect(linesOf(ticket())).toEqual([
    'Bệnh viện Đa khoa Minh An',
    'SỐ THỨ TỰ',
    'B-0042',
    'Tim mạch',
    'Nơi khám: Phòng 205, Tầng 2',
    'Lối đi: Lên thang máy A, rẽ trái, phòng thứ ba.',
    'Dự kiến: khoảng 09:10, chờ 40 phút',
    'Đang chờ trước: 4 người',
    'Chi phí: Bảo hiểm y tế',
    expect.stringMatching(/^<TD1-T-261123B0042-[0-9A-Z]>$/),
    'Quét mã này tại máy để xem lại hoặc in lại phiếu.',
    'Xin giữ phiếu này và chờ gọi số.',
    'Lấy số lúc 08:30 ngày 23/11/2026',
  ]);
});

test('in English the Vietnamese name of the clinic stays, for whoever is asked the way', () => {
  const lines = linesOf(ticket({}, { language: 'en' }));
  expect(lines).toContain('Cardiology');
  expect(lines).toContain('Tim mạch');
  expect(lines).toContain('Where: Room 205, First floor');
  expect(lines).toContain('Expected: about 09:10, 40 minutes to wait');
});

describe('banners', () => {
  test('are not there on an ordinary ticket', () => {
    expect(banners(ticket())).toEqual([]);
  });

  test('tell a priority number, never the group', () => {
    for (const priorityGroup of priorityGroupSchema.options) {
      const paper = ticket({ numberClass: 'priority', priorityGroup });
      expect(paper).toEqual(ticket({ numberClass: 'priority' }));
      expect(banners(paper)).toEqual(['[ƯU TIÊN]']);
    }
  });

  test('tell a reprint, which is one visit with the first', () => {
    const paper = ticket({ reprinted: true });
    expect(banners(paper)).toEqual(['[BẢN IN LẠI]']);
    expect(linesOf(paper)).toContain('Phiếu in trước và phiếu này là một lượt khám.');
  });

  test('tell that the hospital gets an offline check-in by itself', () => {
    const paper = ticket({ offline: true });
    expect(banners(paper)).toEqual(['[CHƯA GỬI VỀ HỆ THỐNG]']);
    expect(linesOf(paper).join()).toContain('Bệnh viện sẽ tự nhận thông tin khi có mạng');
  });

  test('tell a test print, which has no code', () => {
    const paper = ticket({}, { sample: true });
    expect(banners(paper)).toEqual(['[PHIẾU IN THỬ]']);
    expect(paper.blocks.some(({ kind }) => kind === 'code')).toBe(false);
  });
});

test('large print is one and a half times the size, with the same words', () => {
  const large = ticket({}, { large: true });
  expect(large.scale).toBe(1.5);
  expect(large.blocks).toEqual(ticket().blocks);
});

test('the code leads back to the ticket', () => {
  const [code] = ticket().blocks.filter(block => block.kind === 'code');
  expect(readScannedCode(code!.data)).toEqual({ kind: 'ticket', payload: '261123B0042' });
});

describe('the wait', () => {
  const wait = (facts: Partial<TicketFacts>) =>
    linesOf(ticket(facts)).filter(line => line.startsWith('Dự kiến'));

  test('is not told where it is not known', () => {
    const { label, numberClass, place, offline, reprinted } = FACTS;
    const facts = { label, numberClass, place, offline, reprinted };
    const lines = linesOf(visitTicket(facts, sheet(), wordsOf('vi')));
    expect(lines.some(line => /^(Dự kiến|Đang chờ)/.test(line))).toBe(false);
  });

  test('is none where nobody is ahead', () => {
    expect(wait({ waitMinutes: 0 })).toEqual(['Dự kiến: có thể được gọi ngay']);
  });
});

test.each([
  [{ payer: 'self-pay', price: 150_000 }, 'Tự trả 150.000 đ'],
  [{ coverageReason: 'unverified-hub-away' }, 'Bảo hiểm y tế, bệnh viện tra thẻ sau'],
  [{ coverageReason: 'unverified-portal-away' }, 'Bảo hiểm y tế, bệnh viện tra thẻ sau'],
  [{ coverageReason: 'valid-out-of-network' }, 'Bảo hiểm y tế, đăng ký khám ở nơi khác'],
  [{ coverageReason: 'valid-referral' }, 'Bảo hiểm y tế'],
] as const)('who pays is told: %o', (facts, told) => {
  expect(linesOf(ticket(facts))).toContain(`Chi phí: ${told}`);
});

describe('a counter slip', () => {
  const counter: TicketFacts = {
    label: 'Q-0007',
    numberClass: 'normal',
    place: placeOf('counter-2'),
    offline: false,
    reprinted: false,
  };

  test.each(counterReasonSchema.options)('for %s says where to go, with a number', reason => {
    for (const language of ['vi', 'en'] as const) {
      const slip = counterSlip(counter, reason, sheet({ language }), wordsOf(language));
      const lines = linesOf(slip);
      expect(lines).toContain('Q-0007');
      expect(lines).toContain(wordsOf(language)(`reason.${reason}`));
      expect(lines).toContain(
        language === 'vi' ? 'Nơi đến: Quầy 2, Tầng 1' : 'Where: Counter 2, Ground floor',
      );
      expect(banners(slip)).toHaveLength(reason === 'emergency' ? 1 : 0);
      expect(printableSchema.safeParse(slip).success).toBe(true);
    }
  });
});

test('every ticket keeps to the contract and leaves no word unsaid, whatever its facts', () => {
  const text = fc.string({ minLength: 1, maxLength: 600 });
  const facts = fc.record(
    {
      label: fc
        .tuple(fc.stringMatching(/^[A-Z]{1,2}$/), fc.integer({ min: 1, max: 99_999 }))
        .map(([series, count]) => numberLabel(series, count)),
      numberClass: fc.constantFrom('normal', 'priority'),
      place: fc.record({
        servicePointId: fc.constant('x'),
        name: fc.record({ vi: text, en: text }),
        pictogram: fc.constantFrom('heart', 'counter'),
        room: fc.stringMatching(/^\w{1,20}$/),
        floor: fc.record({ vi: text, en: text }),
        directions: fc.record({ vi: text, en: text }),
      }),
      peopleAhead: fc.nat(),
      waitMinutes: fc.nat(),
      expectedAt: fc.constant('2026-11-23T02:10:00.000Z'),
      payer: fc.constantFrom('insured', 'self-pay'),
      coverageReason: fc.constantFrom(...coverageReasonSchema.options),
      price: fc.nat(),
      offline: fc.boolean(),
      reprinted: fc.boolean(),
    },
    { requiredKeys: ['label', 'numberClass', 'place', 'offline', 'reprinted'] },
  );
  fc.assert(
    fc.property(facts, fc.constantFrom('vi', 'en'), (any, language) => {
      const paper = visitTicket(any, sheet({ language }), wordsOf(language));
      expect(printableSchema.safeParse(paper).success).toBe(true);
    }),
  );
});
