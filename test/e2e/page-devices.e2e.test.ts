import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { pageReportSchema } from '../../core/contract/page-device.ts';
import type { PaymentOrder } from '../../core/contract/payment-display.ts';
import {
  type BrowserShell,
  createBrowserShell,
} from '../../electron/browser-shell/browser-shell.ts';
import { createDeviceBridge } from '../../electron/host/device-bridge.ts';
import type { Host } from '../../electron/host/host-interface.ts';
import { SNAPSHOTS } from '../../renderer/gallery/snapshots.ts';
import { buildPages } from '../browser/build-pages.ts';
import { launchChromium } from '../browser/launch.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** A VietQR of nobody's account (EMVCo merchant-presented mode). */
const VIETQR =
  '00020101021238570010A00000072701270006970454011300000000000010208QRIBFTTA530370454061500005802VN6304ABCD';
const show = (): PaymentOrder => ({
  order: 'show',
  payment: { paymentId: randomUUID(), amount: 150_000, qr: VIETQR, expiresInSeconds: 120 },
});

let folder: string;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-devices-'));
  await buildPages(join(folder, 'pages'));
  const decoder = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = Uint8Array.from(await readFile(decoder)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  browser = await launchChromium({ args: ['--autoplay-policy=no-user-gesture-required'] });
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** A kiosk of a screen and the devices that are part of it. */
const openKiosk = async () => {
  const recordings = join(folder, 'recordings');
  const bridge = createDeviceBridge(
    [
      { id: 'display', driver: 'page-payment-display' },
      { id: 'speaker', driver: 'page-audio-output', recordings },
    ],
    quiet,
  );
  await bridge.start();
  const host: Host = {
    hasPanel: false,
    usesCamera: false,
    call: (_role, method, input) => {
      if (method === 'deviceReport') bridge.reportFromPage(pageReportSchema.parse(input));
      return Promise.resolve({ ok: true, value: method === 'snapshot' ? SNAPSHOTS.issuing : {} });
    },
    subscribe: (_role, listener) => {
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
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 } });
  const page: Page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', cause => complaints.push(cause.message));
  await page.goto(shell.screenLink());
  await page.locator('main').waitFor();
  return {
    bridge,
    page,
    complaints,
    recordings,
    state: (deviceId: string) =>
      bridge.statuses().find(device => device.deviceId === deviceId)?.state,
    close: async () => {
      await context.close();
      await shell.close();
      await bridge.stop();
    },
  };
};

/** A second of a quiet tone as a WAV file. */
const recordingOf = (seconds: number): Uint8Array => {
  const rate = 8_000;
  const samples = Math.round(seconds * rate);
  const file = Buffer.alloc(44 + 2 * samples);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + 2 * samples, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * samples, 40);
  for (let at = 0; at < samples; at += 1) {
    file.writeInt16LE(Math.round(3_000 * Math.sin((2 * Math.PI * 440 * at) / rate)), 44 + 2 * at);
  }
  return file;
};

let kiosk: Awaited<ReturnType<typeof openKiosk>>;
const soon = { timeout: 20_000, interval: 50 };

describe('devices that are part of the page', () => {
  beforeEach(async () => {
    kiosk = await openKiosk();
    await expect.poll(() => kiosk.state('display'), soon).toBe('ready');
    await expect.poll(() => kiosk.state('speaker'), soon).toBe('ready');
  });
  afterEach(() => kiosk.close());

  it('show a code that another program reads off the screen', async () => {
    await kiosk.bridge.tellPaymentDisplays(show());
    await kiosk.page.getByText('150.000 đồng').waitFor();
    const picture = await kiosk.page.screenshot();
    const codes = await readBarcodes(Uint8Array.from(picture), { formats: ['QRCode'] });
    expect(codes.map(({ text }) => text)).toEqual([VIETQR]);
    expect(kiosk.complaints).toEqual([]);
  });

  it('show the code again after the page was loaded anew', async () => {
    await kiosk.bridge.tellPaymentDisplays(show());
    await kiosk.page.reload();
    await kiosk.page.locator('.payment-code').waitFor();
  });

  it('play signals and recordings to their end, and say when a file is no sound', async () => {
    await kiosk.bridge.playSound({ name: 'success', language: 'vi' });
    await mkdir(join(kiosk.recordings, 'vi'), { recursive: true });
    await writeFile(join(kiosk.recordings, 'vi', 'paid.wav'), recordingOf(1));
    const before = Date.now();
    await kiosk.bridge.playSound({ name: 'paid', language: 'vi' });
    expect(Date.now() - before).toBeGreaterThan(900);
    await writeFile(join(kiosk.recordings, 'vi', 'failure.mp3'), 'no sound');
    await expect(kiosk.bridge.playSound({ name: 'failure', language: 'vi' })).rejects.toMatchObject(
      { code: 'not-possible-now' },
    );
    expect(kiosk.complaints).toEqual([]);
  });
});
