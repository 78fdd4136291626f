import type { Page } from 'playwright-core';
import { SYNTHETIC_PEOPLE } from '../../core/identity/synthetic-people.ts';
import { sentence } from '../e2e/patient.ts';
import type { Fingers } from './tap-latency.ts';

type Key = Parameters<typeof sentence>[1];

/** A person who types number and birth date: the way with the most taps. */
export interface TypingPatient {
  readonly number: string;
  /** Eight digits, day first. */
  readonly birthDate: string;
}

/** Whom the hospital knows by a number and a whole birth date, and who has no booking today. */
export const TYPING_PATIENTS: readonly TypingPatient[] = SYNTHETIC_PEOPLE.flatMap(
  ({ citizenNumber: number, birthDate, hisKnown, bookings }) =>
    number === undefined || !hisKnown || bookings.length > 0 || birthDate.length < 10
      ? []
      : [{ number, birthDate: birthDate.split('-').reverse().join('') }],
);

const either = (...keys: readonly Key[]): RegExp =>
  new RegExp(keys.map(key => sentence('vi', key).source).join('|'));

/**
 * A whole visit by touch alone, in Vietnamese: language and text size tried out, number and birth
 * date typed, clinic, payer, ticket, and back to the first page.
 */
export const visitByTaps = async (
  page: Page,
  fingers: Fingers,
  patient: TypingPatient,
): Promise<void> => {
  const tap = (key: Key): Promise<void> => fingers.tap(key, sentence('vi', key));
  const type = async (digits: string): Promise<void> => {
    for (const digit of digits) await fingers.tap('digit', `Số ${digit}`);
  };
  await page.getByRole('button', { name: sentence('vi', 'welcome.begin') }).waitFor();
  await fingers.tap('English', sentence('vi', 'footer.otherLanguage'));
  await fingers.tap('Tiếng Việt', sentence('en', 'footer.otherLanguage'));
  await tap('welcome.begin');
  await tap('identify.code');
  await tap('footer.textSize');
  await tap('display.textLarge');
  await tap('display.textNormal');
  await tap('display.close');
  await tap('identify.type');
  await type(patient.number);
  await tap('typeNumber.next');
  await type(patient.birthDate);
  await tap('typeNumber.submit');
  await tap('confirm.yes');
  await fingers.tap('clinic', /người đang chờ|Chưa có người chờ/);
  await fingers.tap('payer', either('coverage.useInsurance', 'coverage.selfPayPrimary'));
  await tap('ticket.finish');
  await tap('farewell.next');
};
