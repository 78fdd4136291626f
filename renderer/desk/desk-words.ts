import { deskVi } from '../../core/words/desk.vi.ts';
import type { WordKey } from '../../core/words/translation.ts';
import { calendarDate, clockTime, grouped } from '../ui/format.ts';
import { createWords, type Values } from '../ui/words/words.ts';

const words = createWords({ vi: { words: deskVi } }, 'vi');
const translate = words.getFixedT('vi');

export type DeskKey = WordKey<typeof deskVi>;

/** The desk speaks Vietnamese: whoever works at it does. */
export const say = (key: DeskKey, values?: Values): string => translate(key, { ...values });

type KnownFault = Exclude<keyof typeof deskVi.failed, 'other'>;
const isKnownFault = (code: string): code is KnownFault =>
  code !== 'other' && Object.hasOwn(deskVi.failed, code);

/** What went wrong, and what to do. */
export const faultWords = (code: string): string =>
  isKnownFault(code) ? say(`failed.${code}`) : say('failed.other', { code });

type Provider = Exclude<keyof typeof deskVi.money.providers, 'other'>;
const isProvider = (name: string): name is Provider =>
  name !== 'other' && Object.hasOwn(deskVi.money.providers, name);

export const providerName = (name: string): string =>
  isProvider(name) ? say(`money.providers.${name}`) : say('money.providers.other', { name });

type EventName = Exclude<keyof typeof deskVi.money.events, 'other'>;
const isEvent = (name: string): name is EventName =>
  name !== 'other' && Object.hasOwn(deskVi.money.events, name);

export const eventName = (name: string): string =>
  isEvent(name) ? say(`money.events.${name}`) : say('money.events.other', { name });

/** `150.000` without the sign, for columns. */
export const digits = (amount: number): string => grouped(amount, 'vi');

/** `150.000 đ` */
export const dong = (amount: number): string => say('dong', { amount: digits(amount) });

const dayOf = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});

/** `23/11/2026 08:30`, hospital time. */
export const dayAndTime = (instant: string): string =>
  `${dayOf.format(Date.parse(instant))} ${clockTime(instant)}`;

/** `2026-11-23` as `23/11/2026`. */
export const dayText = (day: string): string => calendarDate(day);

/** `150.000`, `150 000` or `150000` as whole đồng; undefined for anything else. */
export const dongIn = (text: string): number | undefined => {
  const plain = text.trim().replace(/\s*đ$/i, '');
  if (!/^\d+$|^\d{1,3}([. ]\d{3})+$/.test(plain)) return undefined;
  const amount = Number(plain.replace(/[. ]/g, ''));
  return Number.isSafeInteger(amount) && amount > 0 ? amount : undefined;
};

/** `23/11/2026` as `2026-11-23`; undefined for anything else. */
export const dayIn = (text: string): string | undefined => {
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? undefined : iso;
};
