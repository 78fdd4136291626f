import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StepName } from '../../core/contract/kiosk.ts';
import { controlAddress } from '../../electron/control/control-address.ts';
import { askForLink } from '../../electron/control/control-client.ts';
import type { Encounter, Task } from '../../hub/his/fhir-r4/resources.ts';
import { launchChromium } from '../browser/launch.ts';
import { type RunningDemonstration, startDemonstration, until } from '../e2e/demonstration.ts';
import { type Hospital, hospitalAt } from '../e2e/hospital.ts';
import { openScriptedScreen, type ScriptedScreen } from '../e2e/scripted-screen.ts';
import { killPart, type Part } from './processes.ts';
import { seededRandom } from './seeded-random.ts';

const CHECK_INS = 200;
/** Of them in a real browser, which is killed as well. */
const EVERY_NTH_IN_BROWSER = 20;
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
/** Generous, since other work may share the machine; what it really took is printed. */
const PATIENCE_MS = 20_000;

const random = seededRandom(SEED);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

let running: RunningDemonstration;
let hospital: Hospital;

beforeAll(async () => {
  running = await startDemonstration();
  hospital = hospitalAt(running.his);
});

afterAll(async () => {
  await running.stop();
});

const link = (): Promise<string> =>
  askForLink(controlAddress(`${running.data}/kiosk`), 'screen').then(found => found ?? '');

/** Somebody nobody knows, a different one for every number. */
const citizen = (index: number): { number: string; code: string } => {
  const number = `001190${String(900_000 + index)}`;
  return {
    number,
    code: `${number}||Nguyễn Văn Thử ${index}|01011990|Nam|Xã Thử, Hà Nội|01012022`,
  };
};

interface Acknowledged {
  readonly citizen: string;
  readonly label: string;
}

/** Milliseconds from the loss of the screen to the next one. */
const recoveries: number[] = [];
const recoverySpread = (): { median: number; slowest: number } => {
  const sorted = recoveries.map(Math.round).toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, slowest: sorted.at(-1) ?? 0 };
};
const kills: Record<Part, number> = { host: 0, hub: 0, devices: 0, browser: 0 };

const reopen = async (): Promise<ScriptedScreen> => {
  const lostAt = performance.now();
  for (;;) {
    try {
      const screen = await openScriptedScreen(await link());
      recoveries.push(performance.now() - lostAt);
      return screen;
    } catch {
      if (performance.now() - lostAt > PATIENCE_MS) throw new Error('the screen never came back');
      await delay(50);
    }
  }
};

/** What the script of a patient does on each page; undefined where the page goes on by itself. */
const act = async (screen: ScriptedScreen, code: string): Promise<void> => {
  const { step } = screen.latest;
  switch (step.name) {
    case 'welcome':
    case 'identify':
      await running.device('code-scanner', {
        action: 'scan',
        bytes: Buffer.from(`${code}\r`).toString('base64'),
      });
      await screen.reaches(...BEYOND_IDENTIFY);
      break;
    case 'confirm':
      await screen.send({ type: 'confirmIdentity' });
      break;
    case 'clinic':
      await screen.send({
        type: 'chooseClinic',
        servicePointId: pick(step.clinics.filter(clinic => clinic.state === 'open')).servicePointId,
      });
      break;
    case 'coverage':
      await screen.send({ type: 'choosePayer', mode: 'self-pay' });
      break;
    case 'charges':
      await screen.send({ type: 'payAtCounter' });
      break;
    case 'payment-slip':
    case 'counter':
    case 'farewell':
    case 'out-of-service':
      await screen.send({ type: 'finish' });
      break;
    default:
      await delay(5);
  }
};

const BEYOND_IDENTIFY: readonly StepName[] = ['reading', 'confirm'];

/** One patient, who starts again after whatever happened, until a number is on the screen. */
const checkIn = async (
  first: ScriptedScreen,
  { number, code }: { number: string; code: string },
): Promise<{ screen: ScriptedScreen; acknowledged: Acknowledged }> => {
  let screen = first;
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      if (!screen.isOpen) screen = await reopen();
      const { step } = screen.latest;
      if (step.name === 'ticket')
        return { screen, acknowledged: { citizen: number, label: step.ticket.label } };
      if (step.name === 'already-registered') {
        const [ticket] = step.tickets;
        return { screen, acknowledged: { citizen: number, label: ticket?.label ?? '' } };
      }
      if (performance.now() > deadline) throw new Error(`stuck on ${step.name}`);
      await act(screen, code);
    } catch (cause) {
      if (performance.now() > deadline) throw cause;
    }
  }
};

const leave = async (screen: ScriptedScreen): Promise<ScriptedScreen> => {
  try {
    await screen.send({ type: 'finish' });
    await screen.reaches('farewell');
    await screen.send({ type: 'begin' });
    await screen.reaches('welcome');
    return screen;
  } catch {
    return screen.isOpen ? screen : reopen();
  }
};

/** What was killed last is back. */
const calm = async (screen: ScriptedScreen): Promise<ScriptedScreen> => {
  await delay(300);
  const open = screen.isOpen ? screen : await reopen();
  await until(
    () =>
      running.panel().then(
        ({ devices }) => devices.every(device => device.state === 'ready'),
        () => false,
      ),
    'every part back',
  );
  return open;
};

const killSoon = async (): Promise<void> => {
  const supervisor = running.pid;
  const part = pick<Part>(['host', 'hub', 'devices']);
  await delay(random() * 150);
  if (killPart(supervisor, part, pick)) kills[part] += 1;
};

/** A browser that dies on the confirm page, and the one after it. */
const browserDies = async (index: number): Promise<void> => {
  const open = async (): Promise<{ browser: Browser; page: Page }> => {
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(await link());
    return { browser, page };
  };
  const first = await open();
  await first.page.getByRole('heading', { level: 1 }).waitFor();
  await running.scan(citizen(index).code);
  await first.page.getByText('0**********').waitFor();
  const heading = await first.page.getByRole('heading', { level: 1 }).textContent();
  const gone = new Promise(resolve => first.browser.once('disconnected', resolve));
  if (killPart(process.pid, 'browser', pick)) kills.browser += 1;
  await gone;
  const second = await open();
  await second.page.getByText('0**********').waitFor({ timeout: PATIENCE_MS });
  expect(await second.page.getByRole('heading', { level: 1 }).textContent()).toBe(heading);
  await second.browser.close();
};

test(`${CHECK_INS} check-ins with kill -9 at random moments (seed ${SEED})`, async () => {
  const acknowledged: Acknowledged[] = [];
  let screen = await openScriptedScreen(running.screen);
  for (let index = 0; index < CHECK_INS; index++) {
    const killing = random() < 0.5 ? killSoon() : Promise.resolve();
    const done = await checkIn(screen, citizen(index));
    acknowledged.push(done.acknowledged);
    screen = await leave(done.screen);
    await killing;
    if (index % EVERY_NTH_IN_BROWSER === EVERY_NTH_IN_BROWSER - 1) {
      screen = await calm(screen);
      screen.close();
      await browserDies(CHECK_INS + index);
      screen = await reopen();
      await screen.send({ type: 'back' }).catch(() => undefined);
    }
  }
  (await calm(screen)).close();

  await until(
    async () => {
      const { outbox } = await running.panel();
      return outbox.queued + outbox.inFlight === 0;
    },
    'everything delivered to the hub',
    60_000,
  );
  await until(
    async () => (await hospital.encounters()).length >= acknowledged.length,
    'everything delivered to the hospital system',
    60_000,
  );

  const visits = await Promise.all(
    acknowledged.map(async ({ citizen: number }) => ({
      number,
      encounters: await hospital.ofPatient<Encounter>('Encounter', number),
    })),
  );
  // Tickets of the reception desk have no kiosk and a series of their own.
  const tickets = (await hospital.search<Task>('Task?_count=2000')).filter(
    task => task.requester !== undefined,
  );
  const labels = tickets.map(({ identifier = [] }) => identifier.at(-1)?.value);
  const { outbox } = await running.panel();
  process.stdout.write(`${JSON.stringify({ seed: SEED, kills, recoveryMs: recoverySpread() })}\n`);

  expect(visits.filter(visit => visit.encounters.length !== 1)).toEqual([]);
  expect(new Set(acknowledged.map(one => one.label)).size).toBe(CHECK_INS);
  expect(new Set(labels).size).toBe(labels.length);
  expect(outbox).toMatchObject({ rejected: 0, failed: 0 });
  expect(kills.host).toBeGreaterThan(5);
  expect(kills.hub).toBeGreaterThan(5);
  expect(kills.devices).toBeGreaterThan(5);
  expect(kills.browser).toBe(CHECK_INS / EVERY_NTH_IN_BROWSER);
});
