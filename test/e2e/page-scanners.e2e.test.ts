import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../../core/contract/device.ts';
import type { Snapshot } from '../../core/contract/kiosk.ts';
import { pageReportSchema } from '../../core/contract/page-device.ts';
import { citizenCardQrOf } from '../../core/identity/synthetic-payloads.ts';
import { SYNTHETIC_PEOPLE } from '../../core/identity/synthetic-people.ts';
import { CAMERA_FLAGS } from '../../electron/browser-shell/chromium.ts';
import {
  type BrowserShell,
  createBrowserShell,
} from '../../electron/browser-shell/browser-shell.ts';
import type { Host, Push } from '../../electron/host/host-interface.ts';
import { createDeviceBridge } from '../../electron/host/device-bridge.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import { SNAPSHOTS } from '../../renderer/gallery/snapshots.ts';
import { buildPages } from '../browser/build-pages.ts';
import { fakeCameraFlags, writeFakeCamera } from '../browser/fake-camera.ts';
import { launchChromium } from '../browser/launch.ts';

const CODE = SYNTHETIC_PEOPLE.map(citizenCardQrOf).find(code => code !== undefined) ?? '';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-scanners-'));
  await buildPages(join(folder, 'pages'));
  const video = join(folder, 'camera.y4m');
  await writeFakeCamera(video, CODE);
  const args = ['--deny-permission-prompts', ...CAMERA_FLAGS, ...fakeCameraFlags(video)];
  browser = await launchChromium({ args });
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

const snapshotOf = (step: Snapshot['step']['name'], stepKey: number): Snapshot => {
  const shown: Snapshot | undefined = Object.values(SNAPSHOTS).find(
    snapshot => snapshot.step.name === step,
  );
  if (shown === undefined) throw new Error(`the gallery has no ${step}`);
  return { ...shown, revision: stepKey, stepKey };
};

/** A kiosk of devices and a screen, whose visit the test plays. */
const openKiosk = async (usesCamera: boolean) => {
  const bridge: DeviceBridge = createDeviceBridge(
    [
      { id: 'camera', driver: 'camera-code-scanner' },
      // Keys of a test take their way through the browser's control line.
      { id: 'wedge', driver: 'keyboard-code-scanner', prefix: '', betweenKeysMs: 250 },
    ],
    quiet,
  );
  const events: DeviceEvent[] = [];
  bridge.subscribe(event => events.push(event));
  await bridge.start();
  let snapshot = snapshotOf('welcome', 1);
  let tell: (push: Push) => void = () => undefined;
  const intents: unknown[] = [];
  const host: Host = {
    hasPanel: false,
    usesCamera,
    call: (_role, method, input) => {
      if (method === 'deviceReport') bridge.reportFromPage(pageReportSchema.parse(input));
      if (method === 'send') intents.push(input);
      const value = method === 'snapshot' || method === 'send' ? snapshot : {};
      return Promise.resolve({ ok: true, value });
    },
    subscribe: (_role, listener) => {
      tell = listener;
      const end = bridge.subscribe(event => {
        if (event.type !== 'page-order') return;
        const { type: _type, ...order } = event;
        listener({ type: 'device-order', ...order });
      });
      bridge.pageCame();
      return () => {
        end();
        bridge.pageWent();
      };
    },
    stop: () => Promise.resolve(),
  };
  const rendererDirectory = join(folder, 'pages');
  const shell: BrowserShell = await createBrowserShell({
    host,
    rendererDirectory,
    port: 0,
    log: quiet,
  });
  const context = await browser.newContext();
  const page: Page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', cause => complaints.push(cause.message));
  await page.goto(shell.screenLink());
  return {
    page,
    complaints,
    intents,
    codes: (deviceId: string) =>
      events.flatMap(event =>
        event.type === 'code-scanned' && event.deviceId === deviceId ? [event.text] : [],
      ),
    state: (deviceId: string) => {
      const status = bridge.statuses().find(device => device.deviceId === deviceId);
      return `${status?.state ?? ''} ${status?.fault ?? ''}`.trim();
    },
    turnTo: (step: Snapshot['step']['name'], stepKey: number) => {
      snapshot = snapshotOf(step, stepKey);
      tell({ type: 'snapshot', snapshot });
    },
    close: async () => {
      await context.close();
      await shell.close();
      await bridge.stop();
    },
  };
};

let kiosk: Awaited<ReturnType<typeof openKiosk>>;
const soon = { timeout: 20_000, interval: 50 };

describe('scanners of the page', () => {
  beforeEach(async () => {
    kiosk = await openKiosk(true);
    await expect.poll(() => kiosk.state('wedge'), soon).toBe('ready');
    await expect.poll(() => kiosk.state('camera'), soon).toBe('ready');
  });
  afterEach(() => kiosk.close());

  it('read a code before the camera, once, and only while the page asks for one', async () => {
    await kiosk.page.waitForTimeout(1500);
    expect(kiosk.codes('camera')).toEqual([]);
    kiosk.turnTo('identify', 2);
    await expect.poll(() => kiosk.codes('camera'), soon).toEqual([CODE]);
    await kiosk.page.waitForTimeout(1500);
    expect(kiosk.codes('camera')).toEqual([CODE]);
    kiosk.turnTo('purpose', 3);
    await kiosk.page.waitForTimeout(3500);
    expect(kiosk.codes('camera')).toEqual([CODE]);
    kiosk.turnTo('identify', 4);
    await expect.poll(() => kiosk.codes('camera'), soon).toEqual([CODE, CODE]);
    expect(kiosk.complaints).toEqual([]);
  });

  it('show what the camera sees to whoever holds a code before it', async () => {
    kiosk.turnTo('identify', 2);
    await kiosk.page.getByRole('button', { name: /QR/ }).first().click();
    const video = kiosk.page.locator('video');
    await video.waitFor();
    await expect
      .poll(() => video.evaluate((shown: HTMLVideoElement) => shown.videoWidth), soon)
      .toBeGreaterThan(0);
    kiosk.turnTo('purpose', 3);
    await video.waitFor({ state: 'detached' });
  });

  it('take what a scanner types for a code, and press no button with its end', async () => {
    kiosk.turnTo('identify', 2);
    await kiosk.page.locator('button').first().focus();
    await kiosk.page.keyboard.type('TD1-A-LH26000921-J');
    await kiosk.page.keyboard.press('Enter');
    await expect.poll(() => kiosk.codes('wedge'), soon).toEqual(['TD1-A-LH26000921-J']);
    await kiosk.page.waitForTimeout(500);
    expect(kiosk.intents).toEqual([]);
  });

  it('leave Enter to a person', async () => {
    kiosk.turnTo('identify', 2);
    const type = kiosk.page.getByRole('button', { name: /số/i }).first();
    await type.focus();
    await kiosk.page.waitForTimeout(400);
    await kiosk.page.keyboard.press('Enter');
    await expect.poll(() => kiosk.intents.length, soon).toBe(1);
    expect(kiosk.codes('wedge')).toEqual([]);
  });
});

describe('a page that was given no camera', () => {
  afterEach(() => kiosk.close());

  it('says that it may not, when a page asks for a code', async () => {
    kiosk = await openKiosk(false);
    kiosk.turnTo('identify', 2);
    await expect.poll(() => kiosk.state('camera'), soon).toMatch(/^unavailable not-p/);
    expect(kiosk.codes('camera')).toEqual([]);
  });
});
