import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SYNTHETIC_CARDS } from '../../core/identity/synthetic-cards.ts';
import { citizenCardQrOf } from '../../core/identity/synthetic-payloads.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';
import type { Patient, Task } from '../../hub/his/fhir-r4/resources.ts';
import { profileOf } from '../../native-bridges/simulators/chip/synthetic-profile.ts';
import { testAuthority } from '../../native-bridges/simulators/chip/personalisation/test-authority.ts';
import { launchChromium } from '../browser/launch.ts';
import {
  type RunningDemonstration,
  scratchFolder,
  startDemonstration,
  until,
} from './demonstration.ts';
import { type Hospital, hospitalAt } from './hospital.ts';
import { patientAt, type PatientAtScreen, sentence } from './patient.ts';

/**
 * A hospital that has the certificate of the cards' issuer and keeps the clerk's record: chips are
 * proven or not, and a new patient's picture reaches the hospital system.
 */
const folder = scratchFolder();
let running: RunningDemonstration;
let hospital: Hospital;
let browser: Browser;
let patient: PatientAtScreen;

/** Somebody's card, open; and the same files on a chip without the keys. */
const cards = SYNTHETIC_CARDS.filter(({ id }) =>
  ['chi-mai-ngoc-lan', 'anh-lam-chi-kien'].includes(id),
).map(({ id, fields, chip }) => ({
  id,
  ...fields,
  chip: id === 'anh-lam-chi-kien' ? ('cloned' as const) : (chip ?? ('readable' as const)),
}));

beforeAll(async () => {
  const trustFolder = join(folder.path, 'trust');
  mkdirSync(trustFolder);
  const [card] = cards;
  if (card === undefined) throw new Error('no card');
  writeFileSync(join(trustFolder, 'csca.cer'), testAuthority(profileOf(card).issuer).csca);
  const config = join(folder.path, 'kiosk.json');
  writeFileSync(
    config,
    JSON.stringify({
      clerkRecord: true,
      devices: [
        { id: 'card-reader', driver: 'simulated-card-reader', cards, trustFolder },
        { id: 'code-scanner', driver: 'simulated-code-scanner' },
        { id: 'receipt-printer', driver: 'simulated-receipt-printer' },
      ],
    }),
  );
  running = await startDemonstration({ args: ['--config', config] });
  hospital = hospitalAt(running.his);
  browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(running.screen);
  patient = patientAt(page, 'vi');
});

afterAll(async () => {
  await browser.close();
  await running.stop();
  folder.remove();
});

beforeEach(() => patient.sees('welcome.titleCard'));

test('a locked chip of a known issuer is called genuine, and its picture reaches the hospital', async () => {
  const person = syntheticPerson('chi-mai-ngoc-lan');
  await running.insertCard(person.id);
  await patient.sees('cardKey.titleCode');
  await running.removeCard();
  await running.scan(citizenCardQrOf(person) ?? '');
  await patient.sees('layCard.title');
  await running.insertCard(person.id);
  await patient.sees('confirm.title');
  await patient.reads('confirm.authentic');
  await patient.reads('reading.privacyPortrait');
  await patient.tap('confirm.yes');
  await patient.sees('clinic.title');
  await patient.page.locator('main button:enabled').first().click();
  await patient.page
    .getByRole('button', { name: sentence('vi', 'coverage.selfPayPrimary') })
    .click();
  await patient.sees('ticket.title');
  await running.removeCard();
  await patient.tap('ticket.finish');
  await patient.tap('farewell.next');

  const found = async (): Promise<Patient | undefined> =>
    (await hospital.search<Patient>(`Patient?identifier=${person.citizenNumber ?? ''}`))[0];
  await until(async () => (await found())?.photo !== undefined, 'the picture in the HIS');
  const picture = Buffer.from((await found())?.photo?.[0]?.data ?? '', 'base64');
  // Start and end of a JPEG image (ITU-T T.81, B.1.1.3).
  expect(picture.subarray(0, 2).toString('hex')).toBe('ffd8');
  expect(picture.subarray(-2).toString('hex')).toBe('ffd9');
  expect(picture.length).toBeLessThanOrEqual(40_960);
});

test('a copied chip leads to the counter without a harsh word, and staff learn why', async () => {
  await running.insertCard('anh-lam-chi-kien');
  await patient.sees('counter.titles.card-not-authentic');
  expect(await patient.label()).toMatch(/^[A-Z]{1,2}-\d{4}$/);
  expect(await patient.page.locator('main').innerText()).not.toMatch(/giả|sao chép/i);
  await running.removeCard();
  await patient.tap('ticket.finish');
  await patient.tap('farewell.next');

  const reasons = async (): Promise<string[]> =>
    (await hospital.search<Task>('Task?_count=1000')).flatMap(({ input = [] }) =>
      input
        .filter(({ type }) => type.coding?.[0]?.code === 'authenticity-reason')
        .flatMap(({ valueString }) => valueString ?? []),
    );
  await until(async () => (await reasons()).length > 0, 'the ticket of the counter in the HIS');
  expect((await reasons()).some(reason => reason.startsWith('chip-'))).toBe(true);
});
