import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SYNTHETIC_PEOPLE } from '../../core/identity/synthetic-people.ts';
import {
  type BrowserShell,
  createBrowserShell,
} from '../../electron/browser-shell/browser-shell.ts';
import { kioskConfigSchema } from '../../electron/configuration/kiosk-config.ts';
import { type OpenKiosk, openKiosk } from '../../electron/host/open-kiosk.ts';
import { DEVICE_PROCESS_ENTRY, RENDERER_DIRECTORY } from '../../electron/host/program-files.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import type { DeviceProcessLauncher } from '../../native-bridges/contract/device-process.ts';
import { createForkLauncher } from '../../native-bridges/contract/host.ts';
import { scratchFolder, until } from '../e2e/demonstration.ts';
import { openScriptedScreen, type ScriptedScreen } from '../e2e/scripted-screen.ts';
import { figure, type Findings, type Measurement } from './measurement.ts';
import { hospitalSystemIn, hubIn } from './programs.ts';
import { quantile } from './statistics.ts';

/** When the host heard from the device process, in milliseconds of this process's clock. */
interface Heard {
  inserted: number;
  read: number;
}

const cardNewsSchema = z.object({
  event: z.object({ type: z.enum(['card-inserted', 'card-read']) }),
});

/** The usual device process; what it says about cards is also noted with its time. */
const listeningLauncher =
  (heard: Heard): DeviceProcessLauncher =>
  () => {
    const launched = createForkLauncher(DEVICE_PROCESS_ENTRY)();
    launched.onMessage(message => {
      const news = cardNewsSchema.safeParse(message);
      if (!news.success) return;
      heard[news.data.event.type === 'card-read' ? 'read' : 'inserted'] = performance.now();
    });
    return launched;
  };

/** One card, from the hand to the page. */
interface Insertion {
  /** From laying the card down until the host knows that one lies there. */
  readonly noticed: number;
  /** The chip: commands over the air, and taking apart what they bring. */
  readonly chip: number;
  /** From the identity in the host until the screen holds the checked confirm page. */
  readonly shown: number;
}

/** Everybody whose card can be read and is still good. */
const CARDS = SYNTHETIC_PEOPLE.filter(
  ({ chip, expiryDate }) =>
    chip === 'readable' && (expiryDate ?? '9999') > new Date().toISOString(),
).map(({ id }) => id);

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Bench {
  readonly kiosk: OpenKiosk;
  readonly screen: ScriptedScreen;
  readonly heard: Heard;
}

const simulate = async ({ kiosk }: Bench, action: object): Promise<void> => {
  const reply = await kiosk.host.call('panel', 'simulate', { deviceId: 'card-reader', action });
  if (!reply.ok) throw new Error(`the card reader refused: ${reply.error.code}`);
};

const insert = async (bench: Bench, card: string): Promise<Insertion> => {
  const { screen, heard } = bench;
  const startedAt = performance.now();
  const laidDown = simulate(bench, { action: 'insert-card', card });
  await screen.reaches('confirm');
  const shownAt = performance.now();
  await laidDown;
  await simulate(bench, { action: 'remove-card' });
  await screen.send({ type: 'back' });
  await screen.reaches('identify');
  return {
    noticed: heard.inserted - startedAt,
    chip: heard.read - heard.inserted,
    shown: shownAt - heard.read,
  };
};

const insertions = async (bench: Bench, count: number): Promise<readonly Insertion[]> => {
  const done: Insertion[] = [];
  for (let index = 0; index < count; index += 1) {
    done.push(await insert(bench, CARDS[index % CARDS.length] ?? ''));
    // Patients do not come in step with timers.
    await delay(20 + (index % 7) * 5);
  }
  return done;
};

const findingsOf = (online: readonly Insertion[], offline: readonly Insertion[]): Findings => {
  const took = (name: string, values: readonly number[], extras: object = {}) =>
    figure(name, 'ms', values, { p95: quantile(values, 0.95), ...extras });
  const withoutChip = (all: readonly Insertion[]): readonly number[] =>
    all.map(({ noticed, shown }) => noticed + shown);
  return {
    figures: [
      took('card to confirm, without the chip', withoutChip(online), { goal: { atMost: 150 } }),
      took(
        '  card noticed by the host',
        online.map(({ noticed }) => noticed),
      ),
      took(
        '  look-up, page, screen',
        online.map(({ shown }) => shown),
      ),
      took(
        'simulated chip (left out above)',
        online.map(({ chip }) => chip),
      ),
      took('card to confirm, hub away, without the chip', withoutChip(offline), {
        goal: { atMost: 150 },
      }),
    ],
  };
};

const openShell = (kiosk: OpenKiosk): Promise<BrowserShell> =>
  createBrowserShell({
    host: kiosk.host,
    rendererDirectory: RENDERER_DIRECTORY,
    port: 0,
    log: SILENT,
  });

const measureOn = async (kiosk: OpenKiosk, heard: Heard, count: number): Promise<Findings> => {
  const shell = await openShell(kiosk);
  try {
    const screen = await openScriptedScreen(shell.screenLink());
    const bench: Bench = { kiosk, screen, heard };
    const hubIs = (state: 'reachable' | 'away') =>
      until(() => screen.latest.service.hub === state, `the hub ${state}`);
    await hubIs('reachable');
    await screen.send({ type: 'begin' });
    await insertions(bench, CARDS.length);
    const online = await insertions(bench, count);
    await kiosk.plant.set('network', false);
    await hubIs('away');
    const offline = await insertions(bench, count);
    screen.close();
    return findingsOf(online, offline);
  } finally {
    await shell.close();
  }
};

export const cardToConfirm: Measurement = {
  name: 'card-to-confirm',
  title: 'from a card on the reader to the confirm page, without the chip',
  measure: async ({ quick, say }) => {
    const count = quick ? 10 : 120;
    const folder = scratchFolder();
    const his = hospitalSystemIn(folder.path);
    const heard: Heard = { inserted: 0, read: 0 };
    await his.start();
    const hub = hubIn(folder.path, his, undefined);
    await hub.start();
    const kiosk = await openKiosk({
      config: kioskConfigSchema.parse({}),
      askForCode: () => hub.enrolmentCode(),
      dataDirectory: join(folder.path, 'kiosk'),
      secrets: createMemorySecrets(),
      log: SILENT,
      launch: listeningLauncher(heard),
    });
    try {
      await kiosk.ready;
      say(`${count} cards with hub and hospital system, ${count} without network`);
      return await measureOn(kiosk, heard, count);
    } finally {
      await kiosk.stop();
      await hub.stop();
      await his.stop();
      folder.remove();
    }
  },
};
