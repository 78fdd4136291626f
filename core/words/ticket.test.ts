import { expect, test } from 'vitest';
import { counterReasonSchema } from '../contract/hub.ts';
import { reasonKey } from './ticket-words.ts';
import { ticketEn } from './ticket.en.ts';
import { ticketVi } from './ticket.vi.ts';

interface Texts {
  readonly [key: string]: string | Texts;
}

const flat = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : flat(value, `${path}${key}.`),
  );

const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();

test('both languages say the same things with the same values', () => {
  const english = new Map(flat(ticketEn));
  expect([...english.keys()].toSorted()).toEqual(
    flat(ticketVi)
      .map(([key]) => key)
      .toSorted(),
  );
  for (const [key, text] of flat(ticketVi)) {
    expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
  }
});

test('there are words for every reason to go to a counter', () => {
  const keys = new Set(flat(ticketVi).map(([key]) => key));
  for (const reason of counterReasonSchema.options) expect(keys).toContain(reasonKey(reason));
});

test('paper is polite: nothing shouted, nobody blamed, no pronoun, composed letters', () => {
  for (const [key, text] of [...flat(ticketVi), ...flat(ticketEn)]) {
    expect(text, key).not.toMatch(/!|lỗi|không hợp lệ|invalid|error|failed/i);
    expect(text, key).toBe(text.normalize('NFC').trim());
  }
  for (const [key, text] of flat(ticketVi)) {
    expect(text, key).not.toMatch(/(^|\s)(bác|ông|bà|anh|chị|cháu|bạn)([\s.,]|$)/i);
  }
});
