/**
 * The twenty recommendations of Electron's security guide, one test each, in its order and with
 * its numbers. docs/security.md gives the answers in words.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, ipcMain, protocol, session, type Session } from 'electron';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contentSecurityPolicy } from '../../core/pages/page-headers.ts';
import { systemClock } from '../host/system-ports.ts';
import { openElectronShell } from './electron-shell.ts';
import { lockDownApp } from './lockdown.ts';
import { registerAppScheme } from './page-protocol.ts';
import { pageWindowOptions } from './page-window.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Our own source of some rooms, tests left out, as path → text. */
const sourcesOf = (...rooms: string[]): Map<string, string> =>
  new Map(
    rooms.flatMap(room =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
        .filter(path => /\.(ts|tsx|html)$/.test(path) && !/\.test\.tsx?$/.test(path))
        .map(path => [join(room, path), readFileSync(join(root, room, path), 'utf8')] as const),
    ),
  );

const filesWith = (pattern: RegExp, sources: Map<string, string>): string[] =>
  [...sources].filter(([, text]) => pattern.test(text)).map(([path]) => path);

const shellSources = sourcesOf('electron/main', 'electron/preload');
const pageSources = sourcesOf('renderer');

const preferences =
  pageWindowOptions({
    role: 'screen',
    session: session.fromPartition('tiep-don'),
    preload: '/app/preload.cjs',
    production: true,
  }).webPreferences ?? {};

/** What Electron was told, gathered once before the spies are cleared. */
const told = {
  mayUseDevice: undefined as boolean | undefined,
  urls: [] as string[],
  schemes: [] as Electron.CustomScheme[],
  sandboxedBeforeReady: false,
  switches: [] as string[],
  requestHandlers: 0,
  checkHandlers: 0,
  callHandler: undefined as Parameters<typeof ipcMain.handle>[1] | undefined,
};
let directory = '';
let pages: Session;
let contents: BrowserWindow['webContents'];
let windowOpenHandler: Parameters<typeof contents.setWindowOpenHandler>[0];
let blockRequest: (url: string) => boolean;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pages-'));
  await writeFile(join(directory, 'kiosk.html'), '');
  lockDownApp();
  registerAppScheme();
  told.sandboxedBeforeReady = vi.mocked(app.enableSandbox).mock.calls.length === 1;
  await openElectronShell({
    host: {
      hasPanel: false,
      call: () => Promise.resolve({ ok: true, value: 'personal' }),
      subscribe: () => () => undefined,
      stop: () => Promise.resolve(),
    },
    rendererDirectory: directory,
    preload: '/app/preload.cjs',
    production: true,
    features: { camera: false },
    clock: systemClock,
    ids: { uuid: () => 'id' },
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  });
  const [window] = BrowserWindow.getAllWindows();
  contents = window!.webContents;
  pages = session.fromPartition('tiep-don');
  told.urls = vi.mocked(window!.loadURL).mock.calls.map(([url]) => url);
  told.schemes = vi.mocked(protocol.registerSchemesAsPrivileged).mock.calls.flatMap(([all]) => all);
  told.switches = vi.mocked(app.commandLine.appendSwitch).mock.calls.map(([name]) => name);
  told.requestHandlers = vi.mocked(pages.setPermissionRequestHandler).mock.calls.length;
  told.checkHandlers = vi.mocked(pages.setPermissionCheckHandler).mock.calls.length;
  const mayUseDevice = vi.mocked(pages.setDevicePermissionHandler).mock.calls[0]![0];
  told.mayUseDevice = mayUseDevice?.({} as Electron.DevicePermissionHandlerHandlerDetails);
  told.callHandler = vi.mocked(ipcMain.handle).mock.calls[0]![1];
  windowOpenHandler = vi.mocked(contents.setWindowOpenHandler).mock.calls[0]![0];
  const onBeforeRequest = vi.mocked(pages.webRequest.onBeforeRequest).mock.calls[0]![0] as unknown;
  blockRequest = url => {
    const answer = vi.fn<(response: { cancel?: boolean }) => void>();
    (onBeforeRequest as (details: object, callback: typeof answer) => void)({ url }, answer);
    return answer.mock.calls[0]![0].cancel === true;
  };
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const isPrevented = (event: string, details: object = {}): boolean => {
  const preventDefault = vi.fn();
  contents.emit(event, { preventDefault, ...details });
  return preventDefault.mock.calls.length > 0;
};

describe('Electron’s security checklist', () => {
  it('1. only our own pages are loaded, and requests to anywhere else are cancelled', () => {
    expect(told.urls).toEqual(['tiepdon://app/kiosk.html']);
    expect(blockRequest('tiepdon://app/assets/kiosk.js')).toBe(false);
    for (const url of ['https://example.com/', 'http://127.0.0.1/', 'ws://x/', 'file:///etc/x']) {
      expect(blockRequest(url)).toBe(true);
    }
    expect(filesWith(/https?:\/\/(?!www\.w3\.org\/)[a-z]/, shellSources)).toEqual([]);
  });

  it('2. pages have no Node.js, in no frame and no worker', () => {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });

  it('3. the preload script lives in a context of its own', () => {
    expect(preferences.contextIsolation).toBe(true);
  });

  it('4. every process of a page is sandboxed, from before the start', () => {
    expect(told.sandboxedBeforeReady).toBe(true);
    expect(preferences.sandbox).toBe(true);
    expect(told.switches).not.toContain('no-sandbox');
  });

  it('5. every permission is asked of our closed table', () => {
    expect([told.requestHandlers, told.checkHandlers]).toEqual([1, 1]);
    expect(pages.listenerCount('will-download')).toBe(1);
  });

  it('6. the web’s own security stays on', () => {
    expect(preferences.webSecurity).toBe(true);
    expect(told.switches).not.toContain('disable-web-security');
  });

  it('7. a Content Security Policy allows our own files only', () => {
    for (const camera of [false, true]) {
      const policy = contentSecurityPolicy({ camera });
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    }
  });

  it('8. insecure content is not allowed', () => {
    expect(preferences.allowRunningInsecureContent).toBe(false);
  });

  it('9. experimental features are off', () => {
    expect(preferences.experimentalFeatures).toBe(false);
    expect(told.switches).not.toContain('enable-experimental-web-platform-features');
  });

  it('10. no Blink feature is switched on', () => {
    expect(preferences).not.toHaveProperty('enableBlinkFeatures');
    expect(told.switches.filter(name => name.startsWith('enable-'))).toEqual([]);
  });

  it('11. no page has a webview, let alone one with popups', () => {
    expect(preferences.webviewTag).toBe(false);
    expect(filesWith(/<webview|allowpopups/i, pageSources)).toEqual([]);
  });

  it('12. a webview that a script makes is not attached', () => {
    expect(isPrevented('will-attach-webview')).toBe(true);
  });

  it('13. a page can load itself again and navigate nowhere else', () => {
    const here = contents.getURL();
    const to = (url: string, isMainFrame = true) =>
      isPrevented('will-frame-navigate', { url, isMainFrame });
    expect(to(here)).toBe(false);
    expect(to('https://example.com/')).toBe(true);
    expect(to('tiepdon://app/panel.html')).toBe(true);
    expect(to(`${here}.evil.example`)).toBe(true);
    expect(to(here, false)).toBe(true);
    expect(isPrevented('will-redirect')).toBe(true);
  });

  it('14. no page opens a window', () => {
    const details = { url: 'tiepdon://app/kiosk.html' } as Electron.HandlerDetails;
    expect(windowOpenHandler(details)).toEqual({ action: 'deny' });
  });

  it('15. nothing is ever handed to the desktop to be opened', () => {
    expect(filesWith(/openExternal\(|openPath\(|\bshell\b.*from 'electron'/, shellSources)).toEqual(
      [],
    );
  });

  it('16. one exact, current version of Electron is used', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number.parseInt(devDependencies['electron']!)).toBeGreaterThanOrEqual(45);
    const builder = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    expect(builder).toContain(`electronVersion: ${devDependencies['electron']!}`);
  });

  it('17. every message is checked for its sender; there is one place that receives them', async () => {
    const { mainFrame } = contents;
    const event = { sender: contents, senderFrame: mainFrame } as Electron.IpcMainInvokeEvent;
    expect(await told.callHandler!(event, 'snapshot', {})).toEqual({ ok: true, value: 'personal' });
    const foreign = { ...event, senderFrame: null } as Electron.IpcMainInvokeEvent;
    expect(await told.callHandler!(foreign, 'snapshot', {})).toMatchObject({
      error: { code: 'not-permitted' },
    });
    const receivers = filesWith(/ipcMain\.(handle|on|once|handleOnce)\(/, shellSources);
    expect(receivers).toEqual(['electron/main/page-calls.ts']);
    expect(filesWith(/\.ipc\.(handle|on)\(/, shellSources)).toEqual([]);
  });

  it('18. no page comes from file://; our scheme has an origin of its own and no privileges', () => {
    expect(told.schemes).toEqual([
      {
        scheme: 'tiepdon',
        privileges: { standard: true, secure: true, supportFetchAPI: true },
      },
    ]);
    expect(filesWith(/loadFile\(|['"`]file:\/\//, shellSources)).toEqual([]);
  });

  it('19. fuses close the doors that are not used', () => {
    const builder = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    const fuses = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(builder)?.[1] ?? '';
    const on = [...fuses.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(
      ([, name, value]) => [name, value === 'true'] as const,
    );
    expect(Object.fromEntries(on)).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('20. pages get two functions of ours and no part of Electron', () => {
    const preload = shellSources.get(join('electron', 'preload', 'preload.ts')) ?? '';
    expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    expect(preload).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer|listener\(_?event/);
    expect(preload).not.toMatch(/require\(|from 'node:/);
  });
});

describe('beyond the checklist', () => {
  it('no crash dump, which would be a copy of memory, is ever made', () => {
    expect(filesWith(/crashReporter/, shellSources)).toEqual([]);
    expect(told.switches).toContain('disable-breakpad');
  });

  it('there are no developer tools, spelling, zoom or shortcuts on a kiosk', () => {
    expect(preferences).toMatchObject({ devTools: false, spellcheck: false });
    contents.emit('zoom-changed');
    expect(contents.setZoomFactor).toHaveBeenCalledWith(1);
    const press = (input: object) => {
      const preventDefault = vi.fn();
      contents.emit('before-input-event', { preventDefault }, { key: 'a', ...input });
      return preventDefault.mock.calls.length === 1;
    };
    expect([
      press({ control: true, key: '+' }),
      press({ key: 'F12' }),
      press({ alt: true }),
    ]).toEqual([true, true, true]);
    expect([press({}), press({ shift: true, key: 'F' })]).toEqual([false, false]);
  });

  it('devices of the machine are reached by the device process, never by a page', () => {
    expect(told.mayUseDevice).toBe(false);
  });
});
