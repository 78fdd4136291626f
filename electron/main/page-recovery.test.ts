import { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../host/system-ports.ts';
import { keepPageAlive } from './page-recovery.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const setUp = () => {
  const window = new BrowserWindow();
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  keepPageAlive({ window, role: 'screen', clock: systemClock, log });
  const crash = () =>
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
  return { window, contents: window.webContents, log, crash };
};

describe('a page', () => {
  it('that crashed after a good life is loaded again at once', () => {
    const { window, crash } = setUp();
    vi.advanceTimersByTime(60_000);
    crash();
    vi.advanceTimersByTime(0);
    expect(vi.mocked(window.loadURL).mock.calls).toEqual([['tiepdon://app/kiosk.html']]);
  });

  it('that crashes again and again is loaded more slowly, without an end', () => {
    const { window, crash, log } = setUp();
    for (let i = 0; i < 20; i += 1) {
      crash();
      vi.advanceTimersByTime(5_000);
    }
    expect(window.loadURL).toHaveBeenCalledTimes(20);
    const delays = log.error.mock.calls.map(([fields]) => (fields as { delayMs: number }).delayMs);
    expect(delays.slice(0, 3)).toEqual([250, 500, 1000]);
    expect(Math.max(...delays)).toBe(5_000);
  });

  it('that could not be loaded is tried again; a frame inside or a superseded load is not', () => {
    const { window, contents } = setUp();
    contents.emit('did-fail-load', {}, -3, '', '', true);
    contents.emit('did-fail-load', {}, -6, '', '', false);
    vi.advanceTimersByTime(10_000);
    expect(window.loadURL).not.toHaveBeenCalled();
    contents.emit('did-fail-load', {}, -6, '', '', true);
    vi.advanceTimersByTime(10_000);
    expect(window.loadURL).toHaveBeenCalledOnce();
  });

  it('that hangs is ended after three seconds, unless it comes round', () => {
    const { window, contents } = setUp();
    window.emit('unresponsive');
    vi.advanceTimersByTime(2_999);
    window.emit('responsive');
    vi.advanceTimersByTime(10_000);
    expect(contents.forcefullyCrashRenderer).not.toHaveBeenCalled();
    window.emit('unresponsive');
    vi.advanceTimersByTime(3_000);
    expect(contents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
  });

  it('whose window was closed stays closed', () => {
    const { window, crash } = setUp();
    crash();
    window.destroy();
    vi.advanceTimersByTime(10_000);
    expect(window.loadURL).not.toHaveBeenCalled();
  });
});
