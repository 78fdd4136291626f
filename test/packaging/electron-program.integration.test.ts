/**
 * The program that Electron runs, with real storage and a real device process, on the double of
 * Electron: as far as one gets without Electron's binary.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { replySchema } from '../../core/contract/contract.ts';
import { snapshotSchema } from '../../core/contract/kiosk.ts';
import { app, BrowserWindow, ipcMain, utilityProcess } from '../fakes/electron.ts';

vi.mock('electron', () => import('../fakes/electron.ts'));

const entry = fileURLToPath(new URL('../../native-bridges/process/main.ts', import.meta.url));
let directory = '';
const forked: ReturnType<typeof fork>[] = [];
let handler: Parameters<typeof ipcMain.handle>[1];

/** Electron's utility process, played by a child process of Node. */
const playUtilityProcess = () => {
  vi.mocked(utilityProcess.fork).mockImplementation(() => {
    const child = fork(entry, [], { execArgv: [] });
    forked.push(child);
    const played = new UtilityProcessDouble();
    played.pid = child.pid;
    played.postMessage.mockImplementation(message => void child.send(message as object));
    child.on('message', message => played.emit('message', message));
    child.on('exit', code => played.emit('exit', code ?? 1));
    return played;
  });
};
const UtilityProcessDouble = utilityProcess.fork('').constructor as new () => ReturnType<
  typeof utilityProcess.fork
>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electron-program-'));
  playUtilityProcess();
  process.argv = [
    ...['electron', '.', '--data', join(directory, 'data'), '--no-zygote'],
    ...['--hub-url', 'http://127.0.0.1:9'],
  ];
  // The test runner is no supervisor of the kiosk.
  const { send } = process;
  Object.assign(process, { send: undefined });
  await import('../../electron/main/main.ts');
  Object.assign(process, { send });
  await vi.waitFor(() => expect(BrowserWindow.getAllWindows().length).toBe(2), 30_000);
  handler = vi.mocked(ipcMain.handle).mock.calls[0]![1];
});
afterAll(() => {
  for (const child of forked) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const call = async (page: 'screen' | 'panel', method: string, input: unknown) => {
  const index = page === 'screen' ? 0 : 1;
  const sender = BrowserWindow.getAllWindows()[index]!.webContents;
  const event = { sender, senderFrame: sender.mainFrame };
  return (await handler(event as never, method, input)) as unknown;
};

describe('the program under Electron', () => {
  it('answers its screen with the first page of a visit', async () => {
    const reply = replySchema(snapshotSchema).parse(await call('screen', 'snapshot', {}));
    expect(reply).toMatchObject({ ok: true, value: { language: 'vi' } });
  });

  it('reaches devices in the process that Electron started', async () => {
    // The screen does not wait for them.
    await vi.waitFor(
      async () =>
        expect(await call('panel', 'state', {})).toMatchObject({
          ok: true,
          value: {
            devices: [
              { driver: 'simulated-card-reader', state: 'ready' },
              { driver: 'simulated-code-scanner', state: 'ready' },
              { driver: 'simulated-receipt-printer', state: 'ready' },
            ],
          },
        }),
      15_000,
    );
    const action = { action: 'paper', state: 'end' };
    expect(await call('panel', 'simulate', { deviceId: 'receipt-printer', action })).toEqual({
      ok: true,
      value: {},
    });
  });

  it('keeps each page to its own methods', async () => {
    expect(await call('screen', 'setPlant', { part: 'network', up: false })).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/unknown-method|not-permitted/) as string },
    });
  });

  it('goes on after a device process was killed', async () => {
    const before = forked.length;
    forked[0]!.kill('SIGKILL');
    await vi.waitFor(() => expect(forked.length).toBe(before + 1), 10_000);
    expect(forked.at(-1)!.pid).not.toBe(forked[0]!.pid);
  });

  it('puts everything away when it is told to quit', async () => {
    app.emit('before-quit', { preventDefault: vi.fn() });
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0), 10_000);
    expect(BrowserWindow.getAllWindows()).toEqual([]);
    await vi.waitFor(() =>
      expect(forked.at(-1)!.exitCode ?? forked.at(-1)!.signalCode).not.toBeNull(),
    );
  });
});
