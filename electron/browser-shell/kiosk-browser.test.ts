import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock } from '../../core/ports/ports.ts';
import { type Exit } from './chromium.ts';
import { restartDelay, startKioskBrowser } from './kiosk-browser.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kiosk-browser-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A browser whose life the test decides, on a clock that the test moves. */
const setUp = async () => {
  let now = 0;
  const waits: { readonly ms: number; readonly run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (ms, run) => {
      const wait = { ms, run };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), waits.includes(wait) ? 1 : 0);
    },
  };
  const lives: { args: readonly string[]; end: (exit: Exit) => void; closed: boolean }[] = [];
  let links = 0;
  const kiosk = await startKioskBrowser({
    browser: { executable: '/usr/bin/chromium', family: 'chrome' },
    link: () => `http://127.0.0.1:1/screen/enter?ticket=${++links}`,
    directory,
    clock,
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
    launch: (_executable, args) => {
      const { promise, resolve } = Promise.withResolvers<Exit>();
      const life = { args, end: resolve, closed: false };
      lives.push(life);
      const close = () => {
        life.closed = true;
        resolve({ code: 0, signal: null });
      };
      return { exited: promise, close, kill: close };
    },
  });
  const started = (count: number) => vi.waitFor(() => expect(lives).toHaveLength(count));
  const waiting = async () => {
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    return waits[0]!;
  };
  return { kiosk, lives, started, waiting, advance: (ms: number) => (now += ms) };
};

const entryPage = (args: readonly string[]) => fileURLToPath(args.at(-1)!);

describe('the kiosk browser', () => {
  it('opens the link from a file that only this account can read', async () => {
    const { kiosk, lives, started } = await setUp();
    await started(1);
    const page = entryPage(lives[0]!.args);
    expect(await readFile(page, 'utf8')).toContain('url=http://127.0.0.1:1/screen/enter?ticket=1"');
    expect((await stat(page)).mode & 0o777).toBe(0o600);
    expect(lives[0]!.args.join(' ')).not.toContain('ticket');
    await kiosk.close();
  });

  it('comes back with a new profile and a new link when it ends', async () => {
    const { kiosk, lives, started, waiting, advance } = await setUp();
    await started(1);
    advance(60_000);
    lives[0]!.end({ code: null, signal: 'SIGKILL' });
    const wait = await waiting();
    expect(wait.ms).toBe(0);
    wait.run();
    await started(2);
    const page = entryPage(lives[1]!.args);
    expect(page).not.toBe(entryPage(lives[0]!.args));
    expect(await readFile(page, 'utf8')).toContain('ticket=2"');
    expect(await readdir(join(directory, 'browser'))).toHaveLength(1);
    await kiosk.close();
  });

  it('waits longer after each short life, and not too long', async () => {
    const { kiosk, lives, started, waiting } = await setUp();
    await started(1);
    lives[0]!.end({ code: 1, signal: null });
    const first = await waiting();
    expect(first.ms).toBe(250);
    first.run();
    await kiosk.close();
    expect([0, 1, 2, 3, 8, 20].map(restartDelay)).toEqual([0, 250, 500, 1000, 30_000, 30_000]);
  });

  it('does not come back after close, and leaves nothing behind', async () => {
    const { kiosk, lives, started } = await setUp();
    await started(1);
    await kiosk.close();
    expect(lives).toHaveLength(1);
    expect(lives[0]!.closed).toBe(true);
    expect(await readdir(directory)).toEqual([]);
  });
});
