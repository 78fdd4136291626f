import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { citizenCardQrOf } from '../../core/identity/synthetic-payloads.ts';
import { SYNTHETIC_REFERRALS, syntheticPerson } from '../../core/identity/synthetic-people.ts';
import type { Patient, RelatedPerson, Task } from '../../hub/his/fhir-r4/resources.ts';
import { launchChromium } from '../browser/launch.ts';
import { type RunningDemonstration, startDemonstration, until } from './demonstration.ts';
import { type Hospital, hospitalAt } from './hospital.ts';
import { patientAt, type PatientAtScreen, sentence } from './patient.ts';

let running: RunningDemonstration;
let browser: Browser;
let page: Page;
let hospital: Hospital;
let patient: PatientAtScreen;

beforeAll(async () => {
  running = await startDemonstration();
  hospital = hospitalAt(running.his);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(running.screen);
});

afterAll(async () => {
  await browser.close();
  await running.stop();
});

beforeEach(async () => {
  patient = patientAt(page, 'vi');
  await patient.sees('welcome.titleCard');
});

const cardCodeOf = (id: Parameters<typeof syntheticPerson>[0]): string =>
  citizenCardQrOf(syntheticPerson(id)) ?? '';

const types = async (keys: string): Promise<void> => {
  for (const key of keys) {
    const name = key === ' ' ? sentence('vi', 'keyboard.space') : new RegExp(`^\\D+ ${key}$`);
    await page.getByRole('button', { name }).first().click();
  }
};

const choosesAClinic = async (): Promise<void> => {
  await patient.sees('clinic.title');
  await page.locator('main button:enabled').first().click();
};

/** From the confirm page: the first clinic that is open, insured where that is offered. */
const takesANumber = async (yes: 'confirm.yes' | 'confirm.yesFor', pays: RegExp): Promise<void> => {
  await patient.tap(yes);
  await choosesAClinic();
  await page.getByRole('button', { name: pays }).first().click();
  await patient.sees('ticket.title');
};

/** Thanked and gone; what was on the screen is there no more. */
const leaves = async (reader: PatientAtScreen, ...personal: readonly string[]): Promise<void> => {
  await reader.tap('ticket.finish');
  await reader.tap('farewell.next');
  await patientAt(page, 'vi').sees('welcome.titleCard');
  const left = await page.content();
  for (const datum of personal) expect(left).not.toContain(datum);
};

const insured = sentence('vi', 'coverage.useInsurance');
const selfPay = /Tự trả|tự trả/;

describe('somebody who comes in another way', () => {
  test('a child without a card: the mother’s code, a name typed, a number of the child', async () => {
    const mother = syntheticPerson('chi-mai-ngoc-lan');
    await patient.tap('welcome.begin');
    await patient.tap('identify.none');
    await patient.tap('otherWays.withRelative');
    await patient.tap('relationship.patients.parent');
    await patient.sees('identify.titleRelative');
    await running.scan(cardCodeOf('chi-mai-ngoc-lan'));
    await patient.sees('identify.titlePatient');
    await patient.tap('identify.nonePatient');
    await types('MAI HOA');
    await page.getByRole('button', { name: /huyền$/ }).click();
    await patient.tap('typeNumber.next');
    await types('05082023');
    await patient.tap('typeNumber.next');
    await patient.tap('confirm.genders.female');
    await patient.sees('confirm.titleFor');
    await patient.page.getByText('Mai Hòa').waitFor();
    await patient.page.getByText(mother.name).waitFor();
    await takesANumber('confirm.yesFor', insured);
    await patient.reads('ticket.classes.priority');
    await leaves(patient, 'Mai Hòa', mother.name);
    await until(async () => {
      const found = await hospital.search<RelatedPerson>(
        `RelatedPerson?identifier=${mother.citizenNumber ?? ''}`,
      );
      return found.some(({ relationship }) => relationship?.[0]?.text === 'parent');
    }, 'the mother beside the child in the hospital');
  });

  test('somebody acts for a patient whose card was shown first', async () => {
    const relative = syntheticPerson('anh-cao-xuan-long');
    await running.scan(cardCodeOf('em-ly-thi-bich'));
    await patient.sees('confirm.title');
    await patient.tap('confirm.actFor');
    await patient.tap('relationship.patients.sibling');
    await running.scan(cardCodeOf('anh-cao-xuan-long'));
    await patient.sees('confirm.titleFor');
    await patient.page.getByText(relative.name).waitFor();
    await takesANumber('confirm.yesFor', selfPay);
    await leaves(patient, relative.name, 'Lý Thị Bích');
  });

  test('without any document: taken down by name, and the clerk is told', async () => {
    await patient.tap('welcome.begin');
    await patient.tap('identify.none');
    await patient.tap('otherWays.noDocument');
    await types('LY VAN');
    await patient.tap('typeNumber.next');
    await types('1950');
    await patient.tap('typeNumber.next');
    await patient.tap('confirm.genders.male');
    await patient.sees('confirm.title');
    await takesANumber('confirm.yes', selfPay);
    await leaves(patient, 'Ly Van');
    await until(async () => {
      const tickets = await hospital.search<Task>('Task?_count=1000');
      return tickets.some(({ input }) =>
        JSON.stringify(input ?? []).includes('identity-temporary'),
      );
    }, 'the ticket that the clerk completes');
  });

  test('a foreign passport turns the screen to English and pays', async () => {
    // ICAO 9303-4, Appendix B, with an end to come.
    const zone =
      'P<UTOERIKSSON<<ANNA<MARIA'.padEnd(44, '<') + 'L898902C36UTO7408122F3204153ZE184226B<<<<<16';
    await running.scan(zone);
    const visitor = patientAt(page, 'en');
    await visitor.sees('confirm.title');
    await page.getByText('ERIKSSON ANNA MARIA').waitFor();
    expect(await page.content()).not.toContain('L898902C3');
    await visitor.tap('confirm.yes');
    await visitor.sees('clinic.title');
    await page.locator('main button:enabled').first().click();
    await visitor.tap('coverage.selfPayPrimary');
    await visitor.sees('ticket.title');
    await leaves(visitor, 'ERIKSSON');
    await until(
      async () => (await hospital.search<Patient>('Patient?identifier=L898902C3')).length === 1,
      'the visitor in the hospital',
    );
  });

  test('a referral: an old one says so, a good one is scanned and counts', async () => {
    const [good, old] = SYNTHETIC_REFERRALS;
    await running.scan(cardCodeOf('anh-do-manh-cuong'));
    await patient.sees('confirm.title');
    await patient.tap('confirm.yes');
    await choosesAClinic();
    await patient.tap('coverage.haveSlip');
    await patient.tap('slip.kinds.referral');
    await patient.sees('slip.typeTitles.referral');
    await running.scan(old?.number ?? '');
    await patient.reads('slip.refused.expired.what');
    await running.scan(good?.number ?? '');
    await patient.reads('coverage.slipTaken.referral');
    await patient.tap('coverage.useInsurance');
    await patient.sees('ticket.title');
    await leaves(patient, good?.number ?? '', 'Đỗ Mạnh Cường');
  });
});

describe('the insurer', () => {
  /** Trouble of the portal until it is told otherwise. */
  const portalIs = async (faults: object): Promise<void> => {
    const body = JSON.stringify(faults);
    await fetch(`${running.portal}/control/faults`, { method: 'POST', body });
  };
  afterEach(() => portalIs({}));

  /** From the first page to the one about who pays. */
  const comesToPay = async (id: Parameters<typeof syntheticPerson>[0]): Promise<void> => {
    await running.scan(cardCodeOf(id));
    await patient.tap('confirm.yes');
    await choosesAClinic();
  };

  /** What the hospital holds of the cover of the person’s visit. */
  const coverInHospital = async (id: Parameters<typeof syntheticPerson>[0], detail: string) => {
    const tasks = await hospital.ofPatient<Task>('Task', syntheticPerson(id).citizenNumber ?? '');
    return tasks
      .flatMap(({ input = [] }) => input)
      .find(({ type }) => type.coding?.[0]?.code === detail)?.valueString;
  };

  test('a card that has a new number: the new one is used (003)', async () => {
    await comesToPay('chi-vo-thi-lan');
    await patient.reads('coverage.notes.renewed');
    await patient.reads('coverage.routes.registered-here.what');
    await patient.tap('coverage.useInsurance');
    await patient.sees('ticket.title');
    await leaves(patient, 'GD4469999999907');
    await until(
      async () => (await coverInHospital('chi-vo-thi-lan', 'coverage-route')) === 'in-network',
      'the route in the hospital',
    );
  });

  test('away: the patient goes on, and the visit is put right by itself afterwards', async () => {
    await portalIs({ away: true });
    await comesToPay('ba-thach-thi-sa-rane');
    await patient.reads('coverage.reasons.unverified-portal-away.what');
    await portalIs({});
    await patient.tap('coverage.useInsurance');
    await patient.sees('ticket.title');
    await leaves(patient);
    await until(
      async () =>
        (await coverInHospital('ba-thach-thi-sa-rane', 'coverage')) === 'valid-in-network',
      'the card, looked up again',
    );
  });

  test('whoever just comes from elsewhere finishes at the kiosk, and is told the part paid', async () => {
    await running.scan(cardCodeOf('ong-tran-van-binh'));
    await patient.tap('confirm.yes');
    await patient.tap('purpose.walkIn');
    await choosesAClinic();
    await patient.reads('coverage.routes.walk-in-part.why');
    await patient.tap('coverage.useInsurance');
    await patient.sees('ticket.title');
    await leaves(patient, 'Trần Văn Bình');
  });

  test('whoever has no card that can be used finishes at the kiosk and pays', async () => {
    await comesToPay('anh-cao-xuan-long');
    await patient.sees('coverage.titleSelfPay');
    await patient.tap('coverage.selfPayPrimary');
    await patient.sees('ticket.title');
    await leaves(patient, 'Cao Xuân Long');
    await until(
      async () => (await coverInHospital('anh-cao-xuan-long', 'visit-object-code')) === '9',
      'somebody who pays in the hospital',
    );
  });
});
