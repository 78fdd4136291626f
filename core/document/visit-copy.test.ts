import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { sheetSchema } from '../contract/sheet.ts';
import { SYNTHETIC_SERVICE_POINTS } from '../identity/synthetic-hospital.ts';
import type { TicketWords } from '../words/ticket-words.ts';
import { ticketVi } from '../words/ticket.vi.ts';
import { type CopiedVisit, visitCopy } from './visit-copy.ts';

let words: TicketWords;
beforeAll(async () => {
  const translator = i18next.createInstance();
  await translator.init({
    lng: 'vi',
    fallbackLng: false,
    defaultNS: 'ticket',
    interpolation: { escapeValue: false },
    resources: { vi: { ticket: ticketVi } },
  });
  words = (key, values) => translator.t(key, { ...values });
});

const [point] = SYNTHETIC_SERVICE_POINTS;
if (point === undefined) throw new Error('no service point');
const { id: servicePointId, name, pictogram, room, floor, directions } = point;

const VISIT: CopiedVisit = {
  hospital: { vi: 'Bệnh viện Thử', en: 'Test Hospital' },
  language: 'vi',
  day: '2026-11-23',
  issuedAt: '2026-11-23T01:30:00.000Z',
  facts: {
    label: 'A-0012',
    numberClass: 'normal',
    place: { servicePointId, name, pictogram, room, floor, directions },
    offline: false,
    reprinted: false,
  },
  identity: {
    method: 'card-chip',
    authenticity: 'valid',
    flags: [],
    name: 'Nguyễn Thị Hòa',
    birthDate: '1948-03-12',
    citizenNumber: '001148999921',
  },
  payer: 'insured',
  coverage: { reason: 'valid-in-network', cardNumber: 'GD4790123456789' },
};

const textOf = (visit: CopiedVisit, again = false): string =>
  JSON.stringify(visitCopy(visit, again, words));

describe('the copy of a visit on A4', () => {
  test('says who, where to and who pays, and is a sheet', () => {
    expect(sheetSchema.safeParse(visitCopy(VISIT, false, words)).success).toBe(true);
    const text = textOf(VISIT);
    for (const said of [
      'Nguyễn Thị Hòa',
      '12/03/1948',
      'A-0012',
      name.vi,
      'Bảo hiểm y tế',
      '08:30',
    ]) {
      expect(text).toContain(said);
    }
  });

  test('shows numbers masked, and has nobody in the name of the file', () => {
    expect(textOf(VISIT)).not.toContain('001148999921');
    expect(textOf(VISIT)).not.toContain('4790123456789');
    expect(visitCopy(VISIT, false, words).title).not.toContain('Hòa');
  });

  test('says that it is not the first, and that somebody was referred', () => {
    expect(textOf(VISIT)).not.toContain('BẢN IN LẠI');
    expect(textOf(VISIT, true)).toContain('BẢN IN LẠI');
    const coverage = { ...VISIT.coverage, reason: 'valid-referral' as const };
    expect(textOf({ ...VISIT, coverage })).toContain('giấy chuyển');
    expect(textOf(VISIT)).not.toContain('giấy chuyển');
  });

  test('leaves out what nobody knows', () => {
    const { name: _name, birthDate: _date, citizenNumber: _number, ...identity } = VISIT.identity;
    const text = textOf({ ...VISIT, identity });
    expect(text).not.toContain('Họ và tên');
    expect(text).toContain('A-0012');
  });
});
