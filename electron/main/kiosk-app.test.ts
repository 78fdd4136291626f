import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, protocol } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { runKioskApp, type ShownKiosk } from './kiosk-app.ts';

let directory = '';
const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kiosk-'));
  await writeFile(join(directory, 'kiosk.html'), '');
});
afterEach(async () => {
  for (const window of BrowserWindow.getAllWindows()) window.destroy();
  app.removeAllListeners();
  Object.assign(app, { isPackaged: false });
  await rm(directory, { recursive: true, force: true });
});

const stop = vi.fn(() => Promise.resolve());
const kiosk: ShownKiosk = {
  host: {
    hasPanel: false,
    call: () => Promise.resolve({ ok: true, value: null }),
    subscribe: () => () => undefined,
    stop: () => Promise.resolve(),
  },
  ready: Promise.resolve(),
  stop,
};

const run = (open: () => Promise<ShownKiosk> = () => Promise.resolve(kiosk)) => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  runKioskApp({
    dataDirectory: join(directory, 'data'),
    rendererDirectory: directory,
    preload: '/app/preload.cjs',
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
    open,
    ready: () => resolve(undefined),
  });
  return promise;
};

const quit = () => {
  const event = { preventDefault: vi.fn() };
  app.emit('before-quit', event);
  return event;
};

describe('the program under Electron', () => {
  it('does at once what must hold before ready', () => {
    vi.mocked(app.whenReady).mockReturnValueOnce(new Promise(() => undefined));
    void run();
    expect(app.enableSandbox).toHaveBeenCalledOnce();
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledOnce();
    expect(app.setPath).toHaveBeenCalledWith('userData', join(directory, 'data', 'electron'));
    expect(BrowserWindow.getAllWindows()).toEqual([]);
  });

  it('keeps Chromium’s files private', async () => {
    await run();
    expect((await stat(join(directory, 'data', 'electron'))).mode & 0o777).toBe(0o700);
  });

  it('leaves the screen to the one that runs already', () => {
    vi.mocked(app.requestSingleInstanceLock).mockReturnValueOnce(false);
    const open = vi.fn(() => Promise.resolve(kiosk));
    void run(open);
    expect(app.quit).toHaveBeenCalledOnce();
    expect(open).not.toHaveBeenCalled();
  });

  it('comes to the front when it is started a second time', async () => {
    await run();
    const [screen] = BrowserWindow.getAllWindows();
    vi.mocked(screen!.isMinimized).mockReturnValueOnce(true);
    app.emit('second-instance');
    expect(screen!.restore).toHaveBeenCalledOnce();
    expect(screen!.focus).toHaveBeenCalledOnce();
  });

  it('puts everything away before it ends, once', async () => {
    await run();
    expect(quit().preventDefault).toHaveBeenCalledOnce();
    quit();
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0));
    expect(stop).toHaveBeenCalledOnce();
    expect(BrowserWindow.getAllWindows()).toEqual([]);
  });

  it('says why it cannot start: to the terminal, and on the screen of an installed kiosk', async () => {
    const fail = () => Promise.reject(new FaultError('config-invalid', 'hubUrl is not right'));
    void run(fail);
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(1));
    expect(stderr).toHaveBeenCalledWith('hubUrl is not right\n');
    expect(dialog.showErrorBox).not.toHaveBeenCalled();
    Object.assign(app, { isPackaged: true });
    void run(fail);
    await vi.waitFor(() => expect(dialog.showErrorBox).toHaveBeenCalledOnce());
  });

  it('when installed, refuses switches that would open it', () => {
    Object.assign(app, { isPackaged: true });
    vi.mocked(app.commandLine.hasSwitch).mockImplementation(
      name => name === 'remote-debugging-port',
    );
    const open = vi.fn(() => Promise.resolve(kiosk));
    void run(open);
    expect(app.exit).toHaveBeenCalledWith(1);
    expect(open).not.toHaveBeenCalled();
    vi.mocked(app.commandLine.hasSwitch).mockReturnValue(false);
  });
});
