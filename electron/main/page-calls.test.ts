import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Role } from '../host/host-interface.ts';
import { pageUrl } from './app-origin.ts';
import { servePageCalls } from './page-calls.ts';

type Event = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;
const call = vi.fn(() => Promise.resolve({ ok: true, value: 'answer' } as const));
const warn = vi.fn();
const roles = new Map<number, Role>();

const openPage = async (role: Role, url = pageUrl(role)) => {
  const { webContents } = new BrowserWindow();
  const window = BrowserWindow.getAllWindows().at(-1)!;
  await window.loadURL(url);
  roles.set(webContents.id, role);
  return webContents;
};

/** A message as Electron hands it over. */
const send = (event: Event, ...args: unknown[]) => {
  const [, handler] = vi.mocked(ipcMain.handle).mock.calls[0]!;
  return Promise.resolve(handler(event as IpcMainInvokeEvent, ...args));
};

beforeEach(() => {
  vi.clearAllMocks();
  roles.clear();
  servePageCalls({
    host: { call },
    roles,
    ids: { uuid: () => 'id' },
    log: { info: vi.fn(), warn, error: vi.fn() },
  });
});

/** The same message when one thing about its frame is different. */
const changed = (event: Event, change: object): Event => {
  Object.assign(event.sender.mainFrame, change);
  return event;
};

const otherFrame = () => {
  const { mainFrame } = new BrowserWindow().webContents;
  return Object.assign(mainFrame, { url: pageUrl('screen'), origin: 'tiepdon://app' });
};

const refused = {
  ok: false,
  error: { code: 'not-permitted', retryable: false, correlationId: 'id' },
};

describe('a message of a page', () => {
  it('comes through one channel only', () => {
    expect(vi.mocked(ipcMain.handle).mock.calls.map(([channel]) => channel)).toEqual([
      'tiep-don:call',
    ]);
  });

  it('reaches the host with the role of its window', async () => {
    const sender = await openPage('panel');
    const event = { sender, senderFrame: sender.mainFrame };
    expect(await send(event, 'state', { role: 'screen' })).toEqual({ ok: true, value: 'answer' });
    expect(call).toHaveBeenCalledWith('panel', 'state', { role: 'screen' });
  });

  it.each<[string, (event: Event) => Event]>([
    ['whose frame is gone', event => ({ ...event, senderFrame: null })],
    [
      'whose frame is destroyed',
      event => {
        vi.mocked(event.senderFrame!.isDestroyed).mockReturnValue(true);
        return event;
      },
    ],
    ['whose frame is detached', event => changed(event, { detached: true })],
    ['from a frame inside', event => changed(event, { parent: event.sender.mainFrame })],
    ['from a page of the web', event => changed(event, { url: 'https://app/kiosk.html' })],
    ['from a file', event => changed(event, { url: 'file:///app/kiosk.html' })],
    ['from an address that begins like ours', event => changed(event, { url: 'tiepdon://app.e/' })],
    ['from a frame that is not the top one', event => ({ ...event, senderFrame: otherFrame() })],
    ['from an opaque origin', event => changed(event, { origin: 'null' })],
  ])('%s is refused and never reaches the host', async (_name, change) => {
    const sender = await openPage('screen');
    const event = change({ sender, senderFrame: sender.mainFrame });
    expect(await send(event, 'snapshot', {})).toEqual(refused);
    expect(call).not.toHaveBeenCalled();
  });

  it('from a window that is not ours is refused', async () => {
    const sender = await openPage('screen');
    roles.clear();
    expect(await send({ sender, senderFrame: sender.mainFrame }, 'snapshot', {})).toEqual(refused);
  });

  it('without a method is refused, and what it said is not logged', async () => {
    const sender = await openPage('screen');
    const event = { sender, senderFrame: sender.mainFrame };
    expect(await send(event, { secret: '001085012345' })).toMatchObject({
      error: { code: 'bad-request' },
    });
    expect(JSON.stringify(warn.mock.calls)).not.toContain('001085012345');
  });
});
