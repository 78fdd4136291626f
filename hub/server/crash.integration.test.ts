import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type CheckInEvent } from '../../core/contract/hub.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type SignedClientOptions } from './signed-client.ts';
import { enrolledMachine, kioskOf } from './testing/enrolled-kiosk.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-crash-'));
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Running {
  readonly url: string;
  kill(): Promise<void>;
}

const start = async (file: string, args: readonly string[]): Promise<Running> => {
  const child = fork(file, [...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...process.env,
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    },
  });
  children.add(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', message => {
      resolve((message as { url: string }).url);
    });
    child.once('exit', code => {
      reject(new Error(`${file} ended with ${code}`));
    });
  });
  return {
    url,
    kill: () =>
      new Promise(resolve => {
        child.once('exit', () => {
          resolve();
        });
        child.kill('SIGKILL');
      }),
  };
};

const startHis = (port: string) =>
  start(pathOf('../his/simulator/main.ts'), ['--data', join(folder, 'his'), '--port', port]);
const startHub = (his: string) =>
  start(pathOf('../cli/main.ts'), [
    ...['start', '--data', join(folder, 'hub'), '--port', '0', '--his', his],
  ]);

const day = businessDayOf(systemClock.now());
/** Thirty patients, so that some visits have to come after each other. */
const visit = (number: number): CheckInEvent => {
  const event = checkInEvent({
    servicePointId: `clinic-${number}`,
    occurredAt: new Date().toISOString(),
  });
  return {
    ...event,
    identity: {
      ...event.identity,
      citizenNumber: `00119099${String(number % 30).padStart(4, '0')}`,
    },
    number: { ...event.number, day },
  };
};

/** Sends until the hub says it has it, as a kiosk's outbox does; a dead hub is asked again later. */
const sendOnce = async (
  machine: SignedClientOptions,
  url: string,
  events: readonly CheckInEvent[],
): Promise<boolean> => {
  const kiosk = kioskOf({ ...machine, url });
  try {
    const { results } = await kiosk.intake({ events: [...events] });
    return results.every(({ outcome }) => outcome !== 'rejected');
  } catch {
    return false;
  }
};

const totalOf = async (his: string, search: string): Promise<number> => {
  const response = await fetch(`${his}/${search}&_summary=count`);
  return ((await response.json()) as { total: number }).total;
};

describe('kill -9 of hub and HIS while visits arrive', () => {
  it('loses no visit that was acknowledged, and has one effect for each', async () => {
    let his = await startHis('0');
    const hisPort = new URL(his.url).port;
    let hub = await startHub(his.url);
    const secretsDirectory = join(folder, 'hub', 'secrets');
    const machine = await enrolledMachine({ url: hub.url, secretsDirectory }, 'kiosk-1');
    const acknowledged: CheckInEvent[] = [];
    let unsent: readonly CheckInEvent[] = [];
    for (let round = 0; round < 6; round += 1) {
      const fresh = Array.from({ length: 25 }, (_, index) => visit(round * 25 + index));
      unsent = [...unsent, ...fresh];
      const sending = sendOnce(machine, hub.url, unsent);
      // A different moment each round: before, while and after the visits go on to the HIS.
      await new Promise(resolve => setTimeout(resolve, round * 37));
      if (round % 2 === 0) await hub.kill();
      else await his.kill();
      if (await sending) {
        acknowledged.push(...unsent);
        unsent = [];
      }
      if (round % 2 === 0) hub = await startHub(his.url);
      else his = await startHis(hisPort);
    }
    if (unsent.length > 0) expect(await sendOnce(machine, hub.url, unsent)).toBe(true);
    acknowledged.push(...unsent);
    expect(acknowledged).toHaveLength(150);
    const isThere = async ({ visitId }: CheckInEvent): Promise<boolean> => {
      const tickets = await totalOf(his.url, `Task?identifier=urn:tiep-don:sid:ticket|${visitId}`);
      expect(tickets).toBeLessThanOrEqual(1);
      return tickets === 1;
    };
    const deadline = Date.now() + 60_000;
    let missing = acknowledged;
    while (missing.length > 0 && Date.now() < deadline) {
      const there = await Promise.all(missing.map(isThere));
      missing = missing.filter((_, index) => there[index] !== true);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect(missing).toEqual([]);
    for (const { visitId } of acknowledged) {
      const search = `Encounter?identifier=urn:tiep-don:sid:visit|${visitId}`;
      expect(await totalOf(his.url, search)).toBe(1);
    }
    for (let number = 0; number < 30; number += 1) {
      const citizen = `00119099${String(number).padStart(4, '0')}`;
      const system = 'http://fhir.ehealth.gov.vn/core/sid/national_id';
      expect(await totalOf(his.url, `Patient?identifier=${system}|${citizen}`)).toBe(1);
    }
  });
});
