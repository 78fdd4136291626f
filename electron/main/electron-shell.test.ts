import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserWindow, ipcMain, screen as displays, session } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Host, type Push, type Role } from '../host/host-interface.ts';
import { systemClock } from '../host/system-ports.ts';
import { type ElectronShell, openElectronShell } from './electron-shell.ts';

let directory = '';
let shell: ElectronShell | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pages-'));
  await writeFile(join(directory, 'kiosk.html'), '');
  await writeFile(join(directory, 'panel.html'), '');
  await writeFile(join(directory, 'payment.html'), '');
});
afterEach(async () => {
  shell?.close();
  await rm(directory, { recursive: true, force: true });
});

const open = async ({ production = false, hasPanel = false, hasPaymentWindow = false } = {}) => {
  const listeners = new Map<Role, (push: Push) => void>();
  const host: Host = {
    hasPanel,
    hasPaymentWindow,
    call: (role, method) => Promise.resolve({ ok: true, value: `${role} ${method}` }),
    subscribe: (role, listener) => {
      listeners.set(role, listener);
      return () => listeners.delete(role);
    },
    stop: () => Promise.resolve(),
  };
  shell = await openElectronShell({
    host,
    rendererDirectory: directory,
    preload: '/app/dist/electron/preload.cjs',
    production,
    features: { camera: false },
    clock: systemClock,
    ids: { uuid: () => 'id' },
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  });
  const [screen, panel] = BrowserWindow.getAllWindows();
  return { host, listeners, screen: screen!, panel };
};

const urls = () => BrowserWindow.getAllWindows().map(window => window.webContents.getURL());

describe('the shell', () => {
  it('shows the screen, and the panel only with simulated devices', async () => {
    await open();
    expect(urls()).toEqual(['tiepdon://app/kiosk.html']);
    shell?.close();
    await open({ hasPanel: true });
    expect(urls()).toEqual(['tiepdon://app/kiosk.html', 'tiepdon://app/panel.html']);
  });

  it('keeps nothing of the pages on the disk', async () => {
    await open();
    const [partition, options] = vi.mocked(session.fromPartition).mock.calls[0]!;
    expect(partition).not.toMatch(/^persist:/);
    expect(options).toEqual({ cache: false });
  });

  it('lets each window call the host in its own role', async () => {
    const { panel, screen } = await open({ hasPanel: true });
    const [, handle] = vi.mocked(ipcMain.handle).mock.calls.at(-1)!;
    const callFrom = ({ webContents: sender }: typeof screen) => {
      const event = { sender, senderFrame: sender.mainFrame } as Parameters<typeof handle>[0];
      return Promise.resolve(handle(event, 'state', {}));
    };
    expect(await callFrom(screen)).toEqual({ ok: true, value: 'screen state' });
    expect(await callFrom(panel!)).toEqual({ ok: true, value: 'panel state' });
    panel!.destroy();
    expect(await callFrom(panel!)).toMatchObject({ error: { code: 'not-permitted' } });
  });

  it('pushes to the window of the role until it is closed', async () => {
    const { listeners, screen, panel } = await open({ hasPanel: true });
    const news = { type: 'snapshot' } as Push;
    listeners.get('screen')!(news);
    expect(screen.webContents.send).toHaveBeenCalledWith('tiep-don:push', news);
    expect(panel!.webContents.send).not.toHaveBeenCalled();
    screen.destroy();
    expect(listeners.has('screen')).toBe(false);
  });

  it('of an installed kiosk fills the screen and cannot be closed by hand', async () => {
    const { screen } = await open({ production: true });
    expect([screen.isKiosk(), screen.isClosable()]).toEqual([true, false]);
    screen.close();
    expect(screen.isDestroyed()).toBe(false);
    shell?.close();
    expect(screen.isDestroyed()).toBe(true);
  });

  it('shows payments on the panel beside the first one, which cannot be closed either', async () => {
    const [first] = displays.getAllDisplays();
    const bounds = { x: 1080, y: 0, width: 1280, height: 800 };
    vi.mocked(displays.getAllDisplays).mockReturnValue([first!, { ...first!, id: 2, bounds }]);
    await open({ production: true, hasPaymentWindow: true });
    const [, payment] = BrowserWindow.getAllWindows();
    expect(payment?.webContents.getURL()).toBe('tiepdon://app/payment.html');
    expect(payment?.getBounds()).toEqual(bounds);
    expect([payment?.isKiosk(), payment?.isClosable()]).toEqual([true, false]);
    payment?.close();
    expect(payment?.isDestroyed()).toBe(false);
    vi.mocked(displays.getAllDisplays).mockReturnValue([first!]);
  });

  it('never lays payments over the one panel of an installed kiosk', async () => {
    await open({ production: true, hasPaymentWindow: true });
    expect(urls()).toEqual(['tiepdon://app/kiosk.html']);
    shell?.close();
    await open({ hasPaymentWindow: true });
    expect(urls()).toEqual(['tiepdon://app/kiosk.html', 'tiepdon://app/payment.html']);
  });

  it('of a developer is an ordinary window', async () => {
    const { screen } = await open();
    expect(screen.isKiosk()).toBe(false);
    screen.close();
    expect(screen.isDestroyed()).toBe(true);
  });

  it('does not start without built pages', async () => {
    await rm(join(directory, 'kiosk.html'));
    await expect(open()).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
