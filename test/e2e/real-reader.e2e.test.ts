import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SYNTHETIC_CARDS } from '../../core/identity/synthetic-cards.ts';
import { citizenCardQrOf } from '../../core/identity/synthetic-payloads.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';
import type { Encounter } from '../../hub/his/fhir-r4/resources.ts';
import { syntheticCardSchema } from '../../native-bridges/contract/synthetic-card.ts';
import { profileOf } from '../../native-bridges/simulators/chip/synthetic-profile.ts';
import { createVirtualChip } from '../../native-bridges/simulators/chip/virtual-chip.ts';
import {
  hasVirtualReader,
  type RunningPcscd,
  PCSCD_TURN_MS,
  startPcscd,
} from '../../native-bridges/simulators/vpcd/pcscd.ts';
import {
  type InsertedCard,
  insertVirtualCard,
} from '../../native-bridges/simulators/vpcd/virtual-card.ts';
import { launchChromium } from '../browser/launch.ts';
import {
  type RunningDemonstration,
  scratchFolder,
  startDemonstration,
  until,
} from './demonstration.ts';
import { type Hospital, hospitalAt } from './hospital.ts';
import { patientAt, type PatientAtScreen, sentence } from './patient.ts';

const title = hasVirtualReader()
  ? 'a reader behind the real PC/SC service'
  : 'a reader behind the real PC/SC service: not run, pcscd and vsmartcard-vpcd are not installed';

const chipOf = (id: string, changes: object = {}) => {
  const card = SYNTHETIC_CARDS.find(each => each.id === id);
  if (card === undefined) throw new Error(`no card ${id}`);
  const { fields, chip } = card;
  const profile = profileOf(syntheticCardSchema.parse({ id, ...fields, chip, ...changes }));
  return createVirtualChip(profile);
};

/** Chip, vpcd, pcscd, driver, host, screen, hub, hospital: nothing in between is made up. */
describe.runIf(hasVirtualReader())(title, () => {
  const folder = scratchFolder();
  let pcscd: RunningPcscd | undefined;
  let running: RunningDemonstration | undefined;
  let browser: Browser | undefined;
  let hospital: Hospital;
  let patient: PatientAtScreen;
  let onReader: InsertedCard | undefined;

  const lay = async (...card: Parameters<typeof chipOf>): Promise<void> => {
    onReader = await insertVirtualCard({ chip: chipOf(...card) });
  };
  const take = async (): Promise<void> => {
    await onReader?.remove();
    onReader = undefined;
  };

  beforeAll(async () => {
    pcscd = await startPcscd();
    const trustFolder = join(folder.path, 'trust');
    mkdirSync(trustFolder);
    const { csca } = chipOf('chi-mai-ngoc-lan').personalised.authority;
    writeFileSync(join(trustFolder, 'csca.cer'), csca);
    const config = join(folder.path, 'kiosk.json');
    const devices = [
      { id: 'card-reader', driver: 'pcsc-card-reader', reader: 'Virtual PCD', trustFolder },
      { id: 'code-scanner', driver: 'simulated-code-scanner' },
      { id: 'receipt-printer', driver: 'simulated-receipt-printer' },
    ];
    writeFileSync(config, JSON.stringify({ devices }));
    running = await startDemonstration({ args: ['--config', config] });
    hospital = hospitalAt(running.his);
    browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(running.screen);
    patient = patientAt(page, 'vi');
  }, PCSCD_TURN_MS);
  afterAll(async () => {
    await take();
    await browser?.close();
    await running?.stop();
    await pcscd?.stop();
    folder.remove();
  });
  beforeEach(() => patient.sees('welcome.titleCard'));

  test('checks somebody in whose chip is locked: the code on the card opens it', async () => {
    const person = syntheticPerson('chi-mai-ngoc-lan');
    await lay(person.id);
    await patient.sees('cardKey.titleCode');
    await running?.scan(citizenCardQrOf(person) ?? '');
    await patient.sees('confirm.title');
    await patient.reads('confirm.sources.card-chip');
    await patient.reads('confirm.authentic');
    await patient.tap('confirm.yes');
    await patient.sees('clinic.title');
    await patient.page.locator('main button:enabled').first().click();
    await patient.page
      .getByRole('button', { name: sentence('vi', 'coverage.selfPayPrimary') })
      .click();
    await patient.sees('ticket.title');
    expect(await patient.label()).toMatch(/^[A-Z]{1,2}-\d{4}$/);
    await take();
    await patient.tap('ticket.finish');
    await patient.tap('farewell.next');
    await until(async () => {
      const visits = await hospital.ofPatient<Encounter>('Encounter', person.citizenNumber ?? '');
      return visits.length === 1;
    }, 'the visit in the hospital system');
  });

  test('leads a copied chip to the counter', async () => {
    await lay('anh-lam-chi-kien', { chip: 'cloned' });
    await patient.sees('counter.titles.card-not-authentic');
    await take();
    await patient.tap('ticket.finish');
    await patient.tap('farewell.next');
  });
});
