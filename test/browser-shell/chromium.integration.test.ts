import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FoundBrowser } from '../../electron/browser-shell/find-chromium.ts';
import { CHROMIUM_FLAGS, findChromium, launchChromium } from '../browser/launch.ts';
import { type Host, type Push } from '../../electron/host/host-interface.ts';
import {
  type BrowserShell,
  createBrowserShell,
} from '../../electron/browser-shell/browser-shell.ts';
import {
  type KioskBrowser,
  startKioskBrowser,
} from '../../electron/browser-shell/kiosk-browser.ts';

/** A page that connects, asks once, and shows every message it gets. */
const PAGE_SCRIPT = `
const role = document.documentElement.dataset.role;
const show = text => { document.querySelector('main').append(text, ' '); };
const connect = () => {
  const socket = new WebSocket('ws://' + location.host + '/' + role);
  globalThis.drop = () => socket.close();
  socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'snapshot', input: {} }));
  socket.onmessage = message => show(message.data);
  socket.onclose = event => { show('closed ' + event.code); if (event.code !== 4000) setTimeout(connect, 50); };
};
connect();
`;

const pageOf = (role: string) =>
  `<!doctype html><html lang="vi" data-role="${role}"><title>${role}</title><main></main>` +
  '<script>document.title = "inline script ran";</script>' +
  '<script type="module" src="/assets/page-0.js"></script></html>';

let directory = '';
let browser: Browser;
let shell: BrowserShell;
const pushes = new Set<(push: Push) => void>();
const host: Host = {
  hasPanel: true,
  call: (role, method) => Promise.resolve({ ok: true, value: `${role} ${method}` }),
  subscribe: (_role, listener) => {
    pushes.add(listener);
    return () => pushes.delete(listener);
  },
  stop: () => Promise.resolve(),
};
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

const startShell = (port = 0) =>
  createBrowserShell({ host, rendererDirectory: join(directory, 'pages'), port, log });

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shell-'));
  await mkdir(join(directory, 'pages', 'assets'), { recursive: true });
  await writeFile(join(directory, 'pages', 'kiosk.html'), pageOf('screen'));
  await writeFile(join(directory, 'pages', 'panel.html'), pageOf('panel'));
  await writeFile(join(directory, 'pages', 'assets', 'page-0.js'), PAGE_SCRIPT);
  shell = await startShell();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map(context => context.close()));
  await shell.close();
  await rm(directory, { recursive: true, force: true });
});

const open = async (link: string) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const response = await page.goto(link);
  return { context, page, status: response?.status() };
};

describe('in a real browser', () => {
  it('the link leads to the page, which talks to the host under its policy', async () => {
    const { page } = await open(shell.screenLink());
    await page.getByText('screen snapshot').waitFor();
    expect(new URL(page.url()).pathname).toBe('/kiosk.html');
    expect(await page.title()).toBe('screen');
    for (const push of pushes) push({ type: 'snapshot', snapshot: 'fresh' } as unknown as Push);
    await page.getByText('fresh').waitFor();
  });

  it('the link is refused to a second browser', async () => {
    const link = shell.screenLink();
    expect((await open(link)).status).toBe(200);
    const second = await open(link);
    expect(second.status).toBe(403);
    expect(await second.page.textContent('body')).toContain('hết hạn');
  });

  it('the cookie is out of reach for scripts and for every other path', async () => {
    const { context, page } = await open(shell.panelLink()!);
    await page.getByText('panel snapshot').waitFor();
    const [cookie] = await context.cookies(`http://127.0.0.1:${shell.port}/panel`);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/panel' });
    expect(cookie?.expires).toBe(-1);
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await context.cookies(`http://127.0.0.1:${shell.port}/screen`)).toEqual([]);
  });

  it('a page of another origin gets nothing', async () => {
    const { context } = await open(shell.screenLink());
    const foreign = await context.newPage();
    await foreign.route('http://foreign.example/', route =>
      route.fulfill({ contentType: 'text/html', body: '<title>foreign</title>' }),
    );
    await foreign.goto('http://foreign.example/');
    const attempt = await foreign.evaluate(`new Promise(resolve => {
      const socket = new WebSocket('ws://127.0.0.1:${shell.port}/screen');
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    })`);
    expect(attempt).toBe('refused');
    const read = await foreign.evaluate(
      `fetch('http://127.0.0.1:${shell.port}/kiosk.html').then(() => 'read', () => 'refused')`,
    );
    expect(read).toBe('refused');
  });

  it('a newer screen takes over and the older one stays away', async () => {
    const older = await open(shell.screenLink());
    await older.page.getByText('screen snapshot').waitFor();
    const newer = await open(shell.screenLink());
    await newer.page.getByText('screen snapshot').waitFor();
    await older.page.getByText('closed 4000').waitFor();
    expect(await newer.page.getByText('closed').count()).toBe(0);
  });

  it('a lost connection comes back by itself with the same session', async () => {
    const { page } = await open(shell.screenLink());
    await page.getByText('screen snapshot').waitFor();
    await page.evaluate("document.querySelector('main').replaceChildren()");
    await page.evaluate('drop()');
    await page.getByText('closed').waitFor();
    await page.getByText('screen snapshot').waitFor();
  });
});

const processesWith = async (text: string): Promise<number[]> => {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(text) && !line.includes('--type=')) found.push(Number(name));
  }
  return found;
};

const system = await findChromium();
const found: FoundBrowser = { family: 'chrome', executable: system.executablePath };
/** The flags that the kiosk itself does not give: no screen, and no sandbox for root. */
const forTests = CHROMIUM_FLAGS.filter(flag =>
  ['--headless', '--no-sandbox', '--disable-gpu'].includes(flag),
);

// The packaged browser is a headless shell, not one for a kiosk.
const canRunKiosk = process.platform === 'linux' && system.from !== 'package';

describe.runIf(canRunKiosk)('the kiosk browser as a process', () => {
  let kiosk: KioskBrowser | undefined;
  afterEach(() => kiosk?.close());

  const startKiosk = () =>
    startKioskBrowser({
      browser: found,
      link: () => shell.screenLink(),
      directory,
      log,
      extraArguments: forTests,
    });
  const connected = () => vi.waitFor(() => expect(pushes.size).toBe(1), { timeout: 20_000 });
  const profiles = () => join(directory, 'browser');

  it('shows the screen, comes back after kill -9 and leaves nothing after close', async () => {
    kiosk = await startKiosk();
    await connected();
    const [first] = await processesWith(profiles());
    process.kill(first!, 'SIGKILL');
    await vi.waitFor(() => expect(pushes.size).toBe(0), { timeout: 5_000, interval: 5 });
    const lostAt = performance.now();
    await connected();
    expect(performance.now() - lostAt).toBeLessThan(10_000);
    expect(await processesWith(profiles())).not.toContain(first);
    await kiosk.close();
    expect(await processesWith(profiles())).toEqual([]);
    await expect(readdir(profiles())).rejects.toThrow('ENOENT');
  });

  it('ends with its host, even when the host is killed', async () => {
    const module = fileURLToPath(
      new URL('../../electron/browser-shell/kiosk-browser.ts', import.meta.url),
    );
    const program = `
      import { startKioskBrowser } from ${JSON.stringify(module)};
      await startKioskBrowser({
        browser: ${JSON.stringify(found)},
        link: () => ${JSON.stringify(shell.screenLink())},
        directory: ${JSON.stringify(directory)},
        log: { info() {}, warn() {}, error() {} },
        extraArguments: ${JSON.stringify(forTests)},
      });
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    await connected();
    child.kill('SIGKILL');
    await vi.waitFor(async () => expect(await processesWith(profiles())).toEqual([]), {
      timeout: 10_000,
    });
  });
});
