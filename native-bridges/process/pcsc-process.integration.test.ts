import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../core/contract/device.ts';
import { CARDS, RIGHT_KEY, trustFolderOfNobody } from '../conformance/card-reader-cards.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type DeviceProcess } from '../contract/device-process.ts';
import { createForkLauncher, createSupervisedBridge } from '../contract/host.ts';
import { profileOf } from '../simulators/chip/synthetic-profile.ts';
import { createVirtualChip } from '../simulators/chip/virtual-chip.ts';
import {
  hasVirtualReader,
  PCSCD_TURN_MS,
  type RunningPcscd,
  startPcscd,
} from '../simulators/vpcd/pcscd.ts';
import { type InsertedCard, insertVirtualCard } from '../simulators/vpcd/virtual-card.ts';
import { systemClock } from './system-clock.ts';

const title = hasVirtualReader()
  ? 'the process of PC/SC'
  : 'the process of PC/SC: not run, pcscd and vsmartcard-vpcd are not installed here';
const ENTRY = fileURLToPath(new URL('main.ts', import.meta.url));
const CONFIGS: DeviceConfig[] = [
  {
    id: 'reader',
    driver: 'pcsc-card-reader',
    trustFolder: trustFolderOfNobody(),
    portrait: true,
  },
  { id: 'scanner', driver: 'simulated-code-scanner', prefix: '' },
];

const start = async () => {
  const events: DeviceEvent[] = [];
  const processes = new Map<string, DeviceProcess[]>();
  const fork = createForkLauncher(ENTRY);
  const bridge = createSupervisedBridge({
    configs: CONFIGS,
    clock: systemClock,
    ids: { uuid: randomUUID },
    log: () => undefined,
    launch: () => {
      const launched = fork();
      const send: DeviceProcess['send'] = (message, failed) => {
        // Whose process it is shows in what it is told to run.
        const text = JSON.stringify(message);
        for (const { id } of CONFIGS) {
          if (!text.includes('"configure"') || !text.includes(`"id":"${id}"`)) continue;
          processes.set(id, [...(processes.get(id) ?? []), launched]);
        }
        launched.send(message, failed);
      };
      return { ...launched, send };
    },
  });
  bridge.subscribe(event => events.push(event));
  await bridge.start();
  const until = async (what: string, condition: () => boolean): Promise<void> => {
    for (let waited = 0; !condition(); waited += 20) {
      if (waited > 20_000) throw new Error(`${what} did not happen`);
      await sleep(20);
    }
  };
  return {
    bridge,
    until,
    pids: (id: string) => (processes.get(id) ?? []).map(({ pid }) => pid ?? 0),
    stateOf: (id: string) => bridge.statuses().find(({ deviceId }) => deviceId === id)?.state,
    count: (type: DeviceEvent['type']) => events.filter(event => event.type === type).length,
    claims: () => events.flatMap(event => (event.type === 'card-read' ? [event.claim] : [])),
    portraits: () => events.flatMap(event => (event.type === 'card-portrait' ? [event.jpeg] : [])),
  };
};

const lay = (id: string): Promise<InsertedCard> => {
  const card = CARDS.find(each => each.id === id);
  if (card === undefined) throw new Error(`no card ${id}`);
  return insertVirtualCard({ chip: createVirtualChip(profileOf(card)) });
};

describe.runIf(hasVirtualReader())(title, () => {
  let pcscd: RunningPcscd | undefined;
  let host: Awaited<ReturnType<typeof start>> | undefined;
  beforeEach(async () => {
    pcscd = await startPcscd();
  }, PCSCD_TURN_MS);
  afterEach(async () => {
    await host?.bridge.stop();
    await pcscd?.stop();
  });

  it('opens a locked card with the keys the host offers, and reads its portrait after it', async () => {
    host = await start();
    const { bridge, until, count, claims, portraits } = host;
    const card = await lay('locked');
    await until('the question', () => count('card-key-wanted') === 1);
    bridge.offerCardKeys([RIGHT_KEY]);
    await until('the portrait', () => count('card-portrait') === 1);
    expect(claims()).toMatchObject([{ citizenNumber: '001148999921', authenticity: 'valid' }]);
    expect(Buffer.from(portraits()[0] ?? '', 'base64').subarray(0, 3)).toEqual(
      Buffer.of(0xff, 0xd8, 0xff),
    );
    await card.remove();
    await until('the end', () => count('card-removed') === 1);
  });

  it('crashes alone, and comes back without asking again for what it was given', async () => {
    host = await start();
    const { bridge, until, count, pids, stateOf } = host;
    expect(pids('reader')).not.toEqual(pids('scanner'));
    bridge.offerCardKeys([RIGHT_KEY]);
    const [first = 0] = pids('reader');
    process.kill(first, 'SIGKILL');
    await until('the crash', () => stateOf('reader') === 'unavailable');
    expect(stateOf('scanner')).toBe('ready');
    await until('the return', () => stateOf('reader') === 'ready');
    expect(pids('reader')).toHaveLength(2);
    expect(pids('scanner')).toHaveLength(1);
    const card = await lay('locked');
    await until('the reading', () => count('card-read') === 1);
    expect(count('card-key-wanted')).toBe(0);
    await card.remove();
    await until('the end', () => count('card-removed') === 1);
  });

  it('outlives the service, and reads again with the next one', async () => {
    host = await start();
    const { until, count, pids, stateOf } = host;
    await pcscd?.halt();
    await until('the loss', () => stateOf('reader') === 'unavailable');
    await pcscd?.resume();
    await until('the return', () => stateOf('reader') === 'ready');
    const card = await lay('whole');
    await until('the reading', () => count('card-read') === 1);
    expect(pids('reader')).toHaveLength(1);
    await card.remove();
    await until('the end', () => count('card-removed') === 1);
  });
});
