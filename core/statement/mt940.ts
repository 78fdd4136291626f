import {
  countLines,
  type LineRefusal,
  type RefusedLine,
  type StatementReading,
  type UncountedLine,
} from './statement.ts';

/**
 * SWIFT MT940 customer statements (Standards MT, category 9). Of each message the account (`:25:`), the
 * first opening and the last closing balance (`:60F:`, `:62F:`), the lines (`:61:`) and what follows
 * each as information to the account owner (`:86:`) are read.
 */

interface Field {
  readonly tag: string;
  readonly value: string;
  /** Line in the file, from 1. */
  readonly at: number;
}

const TAG = /^:(\d{2}[A-Z]?):(.*)$/s;

const fieldsIn = (text: string): readonly Field[] => {
  const fields: { tag: string; value: string; at: number }[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, tag, value] = TAG.exec(line) ?? [];
    if (tag !== undefined) fields.push({ tag, value: value ?? '', at: index + 1 });
    else if (/^(\{|-\}?$)/.test(line)) continue;
    else if (fields.length > 0) {
      const last = fields[fields.length - 1];
      if (last !== undefined) last.value += `\n${line}`;
    }
  }
  return fields;
};

/** Value date, entry date, mark, funds code, amount, type, reference of the owner, of the bank. */
const LINE =
  /^(?<date>\d{6})(?<entry>\d{4})?(?<mark>R?[DC])(?<funds>[A-Z])?(?<amount>\d[\d,]*)(?<type>[A-Z][A-Z0-9]{3})(?<reference>[^\n]*?)(?:\/\/(?<bank>[^\n]*))?(?:\n(?<more>.*))?$/s;
const BALANCE = /^(?<mark>[DC])(?<date>\d{6})(?<currency>[A-Z]{3})(?<amount>\d[\d,]*)$/;

/** `1500000,` and `1500000,00`: the decimal comma is obligatory (Standards MT, amounts). */
const amountOf = (text: string): number | undefined => {
  const [, whole] = /^(\d{1,15})(?:,0{0,2})?$/.exec(text) ?? [];
  return whole === undefined ? undefined : Number(whole);
};

const dayOf = (text: string): string | undefined => {
  const day = `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
};

/** The entry date has no year: it is the one next to the value date. */
const entryDay = (valueDay: string, entry: string | undefined): string => {
  if (entry === undefined) return valueDay;
  const year = Number(valueDay.slice(0, 4));
  const candidates = [year - 1, year, year + 1].map(
    one => `${one}-${entry.slice(0, 2)}-${entry.slice(2, 4)}`,
  );
  const distance = (day: string): number => Math.abs(Date.parse(day) - Date.parse(valueDay));
  const [nearest = valueDay] = candidates
    .filter(day => !Number.isNaN(Date.parse(day)))
    .sort((one, other) => distance(one) - distance(other));
  return nearest;
};

/** Credits and reversed debits come, debits and reversed credits go. */
const SIGNS: Readonly<Record<string, 1 | -1>> = { C: 1, RD: 1, D: -1, RC: -1 };

const lineOf = (field: Field, narrative: string): UncountedLine | RefusedLine => {
  const refused = (why: LineRefusal): RefusedLine => ({ at: field.at, why });
  const groups = LINE.exec(field.value)?.groups;
  if (groups === undefined) return refused('amount-unreadable');
  const day = dayOf(groups['date'] ?? '');
  if (day === undefined) return refused('date-unreadable');
  const amount = amountOf(groups['amount'] ?? '');
  if (amount === undefined) return refused('amount-unreadable');
  if (amount === 0) return refused('amount-missing');
  const own = groups['reference'] ?? '';
  const bank = groups['bank']?.trim() ?? '';
  return {
    day: entryDay(day, groups['entry']),
    amount: amount * (SIGNS[groups['mark'] ?? ''] ?? 1),
    reference: bank === '' ? own.trim() : bank,
    narrative: [groups['more'] ?? '', narrative].join(' ').replace(/\s+/g, ' ').trim(),
    at: field.at,
  };
};

const balanceOf = (field: Field | undefined): number | 'foreign' | undefined => {
  const groups = BALANCE.exec(field?.value.trim() ?? '')?.groups;
  if (groups === undefined) return undefined;
  if (groups['currency'] !== 'VND') return 'foreign';
  const amount = amountOf(groups['amount'] ?? '');
  return amount === undefined ? undefined : groups['mark'] === 'D' ? -amount : amount;
};

/** Takes any text. A file over several messages of one account is one statement. */
export const readMt940 = (text: string): StatementReading => {
  const fields = fieldsIn(text);
  const accounts = new Set(
    fields
      .filter(({ tag }) => tag === '25')
      .map(({ value }) => value.trim().split('/').at(-1) ?? ''),
  );
  if (accounts.size === 0) return { outcome: 'refused', why: 'unreadable' };
  if (accounts.size > 1) return { outcome: 'refused', why: 'several-accounts' };
  const opening = balanceOf(fields.find(({ tag }) => tag === '60F'));
  const closing = balanceOf(fields.findLast(({ tag }) => tag === '62F'));
  if (opening === 'foreign' || closing === 'foreign') {
    return { outcome: 'refused', why: 'unreadable' };
  }
  const lines: UncountedLine[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, field] of fields.entries()) {
    if (field.tag !== '61') continue;
    const next = fields[index + 1];
    const line = lineOf(field, next?.tag === '86' ? next.value : '');
    if ('why' in line) refused.push(line);
    else lines.push(line);
  }
  if (lines.length + refused.length === 0) return { outcome: 'refused', why: 'empty' };
  return {
    outcome: 'read',
    statement: {
      account: [...accounts][0]?.replace(/\D/g, '') ?? '',
      ...(opening === undefined ? {} : { opening }),
      ...(closing === undefined ? {} : { closing }),
      lines: countLines(lines),
      refused,
    },
  };
};
