import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Language } from '../../core/contract/primitives.ts';
import {
  bookingQrOf,
  citizenCardQrOf,
  insuranceCardQrOf,
} from '../../core/identity/synthetic-payloads.ts';
import { syntheticPerson, type SyntheticPersonId } from '../../core/identity/synthetic-people.ts';
import type { Appointment, Encounter } from '../../hub/his/fhir-r4/resources.ts';
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
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(running.screen);
});

afterAll(async () => {
  await browser.close();
  await running.stop();
});

/** Everything works as in the morning, and nobody stands at the kiosk. */
beforeEach(async () => {
  for (const part of ['network', 'hub', 'his'] as const) {
    const { plant } = await running.panel();
    if (plant.some(one => one.part === part && !one.up)) await running.plant(part, true);
  }
  await running.device('receipt-printer', { action: 'paper', state: 'ok' });
  await running.removeCard();
  await goesHome();
});

/** Whatever page the one before left: out of it, as a patient would. */
const WAYS_OUT = (['vi', 'en'] as const).flatMap(language =>
  (['ticket.finish', 'farewell.next', 'confirm.no', 'staff.close', 'footer.back'] as const).map(
    key => sentence(language, key),
  ),
);

const goesHome = async (): Promise<void> => {
  const home = page.getByRole('heading', { name: sentence('vi', 'welcome.titleCard') });
  await until(async () => {
    if (await home.isVisible()) return true;
    for (const name of WAYS_OUT) {
      const button = page.getByRole('button', { name, disabled: false }).first();
      if (await button.isVisible()) {
        await button.click({ timeout: 1000 }).catch(() => undefined);
        break;
      }
    }
    return false;
  }, 'the first page');
};

/** Somebody comes to the kiosk and chooses a language. */
const arrives = async (language: Language): Promise<PatientAtScreen> => {
  if (language === 'en') await patientAt(page, 'vi').tap('footer.otherLanguage');
  const patient = patientAt(page, language);
  await patient.sees('welcome.titleCard');
  return patient;
};

/** Takes everything along and goes. */
const leaves = async (patient: PatientAtScreen): Promise<void> => {
  await running.removeCard();
  await patient.tap('ticket.finish');
  await patient.sees('farewell.title');
  await patient.tap('farewell.next');
  await patientAt(page, 'vi').sees('welcome.titleCard');
};

const lastSheet = async (): Promise<number> => (await running.panel()).papers.at(-1)?.sheetId ?? 0;

const encountersOf = (id: SyntheticPersonId): Promise<Encounter[]> =>
  hospital.ofPatient<Encounter>('Encounter', syntheticPerson(id).citizenNumber ?? '');

const arrivesInHospital = async (id: SyntheticPersonId): Promise<void> => {
  await until(async () => (await encountersOf(id)).length > 0, `the visit of ${id} in the HIS`);
  expect(await encountersOf(id)).toHaveLength(1);
};

/** The pictures of the documentation: made anew with UPDATE_SCREENS=1. */
const keepPicture = async (name: 'welcome' | 'confirm' | 'ticket'): Promise<void> => {
  if (process.env['UPDATE_SCREENS'] === undefined) return;
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(import.meta.dirname, '../../docs/screens', `${name}.png`) });
};

/** The people of each language, so that nobody comes twice. */
const PEOPLE = {
  vi: {
    booked: 'ba-nguyen-thi-hoa',
    walkIn: 'anh-do-manh-cuong',
    typed: 'ba-thach-thi-sa-rane',
    online: 'chi-ngo-phuong-linh',
    insured: 'chi-mai-thi-ngoc',
    offline: 'anh-bui-van-nam',
    hisAway: 'anh-ly-a-pao',
    locked: 'chi-mai-ngoc-lan',
  },
  en: {
    booked: 'ong-tran-van-binh',
    walkIn: 'chi-vo-thi-lan',
    typed: 'ba-giang-thi-mai',
    online: 'mr-john-carter',
    insured: 'anh-lam-chi-kien',
    offline: 'anh-cao-xuan-long',
    hisAway: 'chi-hoang-thanh-tu',
    locked: 'ong-phan-dinh-khoi',
  },
} as const satisfies Record<Language, Record<string, SyntheticPersonId>>;

describe.each(['vi', 'en'] as const)('in %s', language => {
  const people = PEOPLE[language];

  /** From the confirm page on: the first clinic that is open, paid by the patient. */
  const choosesAClinic = async (patient: PatientAtScreen): Promise<void> => {
    await patient.tap('confirm.yes');
    await patient.sees('clinic.title');
    await page.locator('main button:enabled').first().click();
    await page.getByRole('button', { name: payer }).first().click();
    await patient.sees('ticket.title');
  };
  const payer = new RegExp(
    `${sentence(language, 'coverage.selfPay').source}|${sentence(language, 'coverage.selfPayPrimary').source}`,
  );

  test('a card with a booking: four touches, no typing, a number on screen and paper, one visit in the hospital', async () => {
    const person = syntheticPerson(people.booked);
    const patient = await arrives(language);
    const before = patient.touches;
    const sheet = await lastSheet();
    if (language === 'vi') await keepPicture('welcome');
    await running.insertCard(person.id);
    await patient.sees('confirm.title');
    if (language === 'vi') await keepPicture('confirm');
    expect(await page.content()).not.toContain(person.citizenNumber);
    await patient.tap('confirm.yes');
    await patient.sees('purpose.title');
    const [booking] = person.bookings;
    await patient.tap(`purpose.kinds.${booking?.kind ?? 'online'}`);
    await patient.tap('coverage.useInsurance');
    await patient.sees('ticket.title');
    expect(await patient.label()).toMatch(/^[A-Z]{1,2}-\d{4}$/);
    if (language === 'vi') await keepPicture('ticket');
    await leaves(patient);
    // Confirm, booking, payer, done; "next" belongs to the person after.
    expect(patient.touches - before - 1).toBeLessThanOrEqual(4);
    await until(async () => (await lastSheet()) > sheet, 'a ticket on paper');
    await arrivesInHospital(people.booked);
    const appointments = await hospital.ofPatient<Appointment>(
      'Appointment',
      person.citizenNumber ?? '',
    );
    expect(appointments.map(appointment => appointment.status)).toContain('arrived');
  });

  test('the same person again: the first number is found and printed again', async () => {
    const patient = await arrives(language);
    await running.insertCard(people.booked);
    await patient.tap('confirm.yes');
    await patient.sees('alreadyRegistered.title');
    const sheet = await lastSheet();
    await page
      .getByRole('button', { name: sentence(language, 'alreadyRegistered.reprint') })
      .click();
    await until(async () => (await lastSheet()) > sheet, 'the ticket printed again');
    await patient.tap('alreadyRegistered.finish');
    await patient.tap('farewell.next');
    await arrivesInHospital(people.booked);
  });

  test('a card code in pieces, a clinic chosen, paid by the patient', async () => {
    const patient = await arrives(language);
    await running.scan(citizenCardQrOf(syntheticPerson(people.walkIn)) ?? '', 7);
    await patient.sees('confirm.title');
    await choosesAClinic(patient);
    await leaves(patient);
    await arrivesInHospital(people.walkIn);
  });

  /** Digits on the keypad. */
  const types = async (digits: string): Promise<void> => {
    for (const digit of digits) {
      await page.getByRole('button', { name: new RegExp(`^\\D*${digit}$`) }).click();
    }
  };

  /** The card is lifted, shown to the scanner, and laid down again. */
  const showsTheCode = async (card: string, person: SyntheticPersonId): Promise<void> => {
    await running.removeCard();
    await running.scan(citizenCardQrOf(syntheticPerson(person)) ?? '');
    await patientAt(page, language).sees('layCard.title');
    await running.insertCard(card);
  };

  test('a locked chip: the code on the card opens it, nothing is typed', async () => {
    const patient = await arrives(language);
    const before = patient.touches;
    await running.insertCard(people.locked);
    await patient.sees('cardKey.titleCode');
    await showsTheCode(people.locked, people.locked);
    await patient.sees('confirm.title');
    await patient.reads('confirm.sources.card-chip');
    await choosesAClinic(patient);
    await leaves(patient);
    expect(patient.touches - before).toBeLessThanOrEqual(4);
    await arrivesInHospital(people.locked);
  });

  test('a locked chip whose code was shown first is read without a word', async () => {
    const patient = await arrives(language);
    await running.scan(citizenCardQrOf(syntheticPerson(people.locked)) ?? '');
    await patient.sees('confirm.title');
    await patient.reads('confirm.sources.card-qr');
    await running.insertCard(people.locked);
    await patient.reads('confirm.sources.card-chip');
    await patient.tap('confirm.no');
    await patient.sees('identify.title');
    await patient.tap('footer.back');
  });

  test('a locked chip with an end nobody can work out: the date is typed', async () => {
    const patient = await arrives(language);
    await running.insertCard('anh-do-manh-cuong.locked');
    await patient.sees('cardKey.titleCode');
    await showsTheCode('anh-do-manh-cuong.locked', 'anh-do-manh-cuong');
    await patient.sees('cardKey.titleExpiry');
    await patient.reads('faults.card-key-refused.what');
    await types('03032033');
    await patient.tap('cardKey.open');
    await patient.sees('confirm.title');
    await patient.reads('confirm.sources.card-chip');
    await patient.tap('confirm.no');
    await patient.sees('identify.title');
    await patient.tap('footer.back');
  });

  test('a chip that opens by the number on the card; a wrong one is said plainly', async () => {
    const patient = await arrives(language);
    await running.insertCard('em-ly-thi-bich');
    await patient.sees('cardKey.titleCode');
    await patient.tap('cardKey.number');
    await patient.sees('cardKey.titleNumber');
    await types('111111');
    await patient.tap('cardKey.open');
    await patient.reads('faults.card-key-refused.what');
    await types('204806');
    await patient.tap('cardKey.open');
    await patient.sees('confirm.title');
    await patient.tap('confirm.no');
    await patient.sees('identify.title');
    await patient.tap('footer.back');
  });

  test('a locked chip passed over leads to the other ways', async () => {
    const patient = await arrives(language);
    await running.insertCard(people.locked);
    await patient.sees('cardKey.titleCode');
    await patient.tap('cardKey.skip');
    await patient.sees('identify.title');
    await patient.tap('footer.back');
  });

  test('a number and birth date typed on the keypad', async () => {
    const person = syntheticPerson(people.typed);
    const patient = await arrives(language);
    await patient.tap('welcome.begin');
    await patient.tap('identify.type');
    await patient.sees('typeNumber.titleNumber');
    await types(person.citizenNumber ?? '');
    await patient.tap('typeNumber.next');
    await patient.sees('typeNumber.titleBirth');
    await patient.tap('typeNumber.precisionYear');
    await types(person.birthDate.slice(0, 4));
    await patient.tap('typeNumber.submit');
    await patient.sees('confirm.title');
    await choosesAClinic(patient);
    await leaves(patient);
    await arrivesInHospital(people.typed);
  });

  test('a booking code of an online registration', async () => {
    const person = syntheticPerson(people.online);
    const [booking] = person.bookings;
    const patient = await arrives(language);
    await running.scan(booking === undefined ? '' : bookingQrOf(booking));
    await patient.sees('confirm.title');
    await patient.tap('confirm.yes');
    await patient.tap('purpose.kinds.online');
    await page.getByRole('button', { name: payer }).first().click();
    await patient.sees('ticket.title');
    await leaves(patient);
  });

  test('an insurance code and a priority the card cannot know', async () => {
    const patient = await arrives(language);
    await running.scan(insuranceCardQrOf(syntheticPerson(people.insured)) ?? '');
    await patient.sees('confirm.title');
    await patient.tap('confirm.priority');
    await patient.tap('priority.groups.person-with-merit');
    await patient.sees('confirm.title');
    await choosesAClinic(patient);
    await patient.reads('ticket.classes.priority');
    await leaves(patient);
  });

  test('with the hub away: a leased number, a ticket that says so, and one visit later on', async () => {
    const patient = await arrives(language);
    await running.plant('network', false);
    await until(async () => {
      await running.scan('garbage that nobody knows');
      return page.getByText(sentence(language, 'faults.code-unknown.what')).isVisible();
    }, 'an unknown code said plainly');
    await running.insertCard(people.offline);
    await patient.sees('confirm.title');
    await choosesAClinic(patient);
    await patient.reads('ticket.offline');
    expect(await encountersOf(people.offline)).toEqual([]);
    await running.plant('network', true);
    await leaves(patient);
    await arrivesInHospital(people.offline);
  });

  test('with the hospital system away: a number all the same, and one visit once it is back', async () => {
    const patient = await arrives(language);
    await running.plant('his', false);
    await running.insertCard(people.hisAway);
    await patient.reads('confirm.recordAway');
    await choosesAClinic(patient);
    expect(await patient.label()).toMatch(/^[A-Z]{1,2}-\d{4}$/);
    await leaves(patient);
    await running.plant('his', true);
    await arrivesInHospital(people.hisAway);
  });

  test('without paper the number is on the screen, and no turn is lost', async () => {
    await running.device('receipt-printer', { action: 'paper', state: 'end' });
    const patient = await arrives(language);
    await patient.tap('welcome.begin');
    await patient.tap('identify.none');
    await patient.tap('otherWays.askCounter');
    await patient.sees('counter.titles.no-document');
    expect(await patient.label()).toMatch(/^[A-Z]{1,2}-\d{4}$/);
    await patient.reads('ticket.failed');
    await leaves(patient);
  });

  test.each([
    ['an expired card', 'anh-pham-quoc-huy', 'card-expired'],
    ['a chip that fails its check', 'ong-dinh-cong-trang', 'card-not-authentic'],
  ] as const)('%s leads to the counter with a number', async (_what, card, reason) => {
    const patient = await arrives(language);
    await running.insertCard(card);
    await patient.sees(`counter.titles.${reason}`);
    expect(await patient.label()).toMatch(/^[A-Z]{1,2}-\d{4}$/);
    await leaves(patient);
  });

  test('a broken chip says so, and the code on the same card helps', async () => {
    const patient = await arrives(language);
    await running.insertCard('anh-truong-gia-bao');
    await patient.reads('faults.card-unreadable.what');
    await running.scan(citizenCardQrOf(syntheticPerson('anh-truong-gia-bao')) ?? '');
    await patient.sees('confirm.title');
    await patient.tap('confirm.no');
    await patient.sees('identify.title');
    await patient.tap('footer.back');
  });

  test('a booking that does not exist leads to the counter with a number', async () => {
    const patient = await arrives(language);
    await running.scan(bookingQrOf({ code: 'LH99999999' }));
    await patient.reads('faults.booking-not-found.what');
    await patient.tap('identify.askCounter');
    await patient.sees('counter.titles.booking-not-found');
    await leaves(patient);
  });

  test('staff come from any page, and the page stays', async () => {
    const patient = await arrives(language);
    await patient.tap('welcome.begin');
    await patient.tap('footer.callStaff');
    await patient.reads('staff.calledTitle');
    await patient.tap('staff.close');
    await patient.sees('identify.title');
    await patient.tap('footer.back');
  });
});

test('nothing personal is left in the page, its storage or its address after a visit', async () => {
  const person = syntheticPerson('be-le-minh-khoi');
  const patient = await arrives('vi');
  await running.insertCard(person.id);
  await patient.sees('confirm.title');
  await patient.page.getByText(person.name).waitFor();
  await patient.tap('footer.back');
  await patient.tap('footer.back');
  await patient.sees('welcome.titleCard');
  const left = await page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      location.href,
      document.title,
    ]),
  );
  for (const datum of [person.name, person.citizenNumber ?? '', person.birthDate]) {
    expect(left).not.toContain(datum);
  }
});
