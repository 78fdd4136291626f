import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Language } from '../../core/contract/primitives.ts';
import {
  bookingQrOf,
  citizenCardQrOf,
  insuranceCardQrOf,
} from '../../core/identity/synthetic-payloads.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';
import { launchChromium } from '../browser/launch.ts';
import { type RunningDemonstration, startDemonstration, until } from './demonstration.ts';
import { type Hospital, hospitalAt } from './hospital.ts';
import { patientAt, type PatientAtScreen, sentence } from './patient.ts';

let running: RunningDemonstration;
let browser: Browser;
let page: Page;
let hospital: Hospital;

beforeAll(async () => {
  running = await startDemonstration();
  hospital = hospitalAt(running.his);
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 } });
  page = await context.newPage();
  await page.goto(running.screen);
});

afterAll(async () => {
  await browser.close();
  await running.stop();
});

/** Everything is as in the morning, and nobody stands at the kiosk. */
const quiet = async (): Promise<void> => {
  await running.plant('network', true);
  await running.plant('hub', true);
  await running.plant('his', true);
  await running.device('receipt-printer', { action: 'paper', state: 'ok' });
  await running.device('receipt-printer', { action: 'cover', open: false });
  await running.removeCard();
};

beforeEach(quiet);

afterEach(async () => {
  await quiet();
});

const welcome = async (language: Language): Promise<PatientAtScreen> => {
  const patient = patientAt(page, language);
  await patientAt(page, 'vi').sees('welcome.titleCard');
  if (language === 'en') await patientAt(page, 'vi').tap('footer.otherLanguage');
  await patient.sees('welcome.titleCard');
  return patientAt(page, language);
};

const finish = async (patient: PatientAtScreen): Promise<void> => {
  await running.removeCard();
  await patient.tap('ticket.finish');
  await patient.sees('farewell.title');
  await patient.tap('farewell.next');
  await patientAt(page, 'vi').sees('welcome.titleCard');
};

const sheets = async (): Promise<number> => {
  const { papers } = await running.panel();
  return papers.at(-1)?.sheetId ?? 0;
};

const encountersOf = async (identifier: string) =>
  hospital.search<fhir4.Encounter>(`Encounter?patient.identifier=${identifier}&_count=50`);

describe.each(['vi', 'en'] as const)('in %s', language => {
  const offset = language === 'vi' ? 0 : 1;

  test('a card with a booking: four touches, no typing, a number on screen and paper, one visit in the hospital', async () => {
    const person = syntheticPerson(offset === 0 ? 'ba-nguyen-thi-hoa' : 'ong-tran-van-binh');
    const patient = await welcome(language);
    const before = await sheets();
    await running.insertCard(person.id);
    await patient.sees('confirm.title');
    expect(await page.content()).not.toContain(person.citizenNumber);
    await patient.tap('confirm.yes');
    await patient.sees('purpose.title');
    await patient.tapText(
      sentence(language, `purpose.kinds.${person.bookings[0]?.kind ?? 'online'}`),
    );
    await patient.sees('coverage.titleInsured');
    await patient.tap('coverage.useInsurance');
    await patient.sees('ticket.title');
    const label = await patient.label();
    await finish(patient);
    expect(patient.touches).toBeLessThanOrEqual(5);
    await until(async () => (await sheets()) > before, 'a ticket on paper');
    await until(
      async () =>
        (await hospital.search<fhir4.Task>(`Task?identifier=${label}`)).length === 1 ||
        (await encountersOf(person.citizenNumber ?? '')).length === 1,
      'the visit in the hospital system',
    );
  });
});
