import { contextBridge, ipcRenderer } from 'electron';
import { beforeAll, describe, expect, it, vi } from 'vitest';

interface Exposed {
  invoke(method: string, input: unknown): Promise<unknown>;
  subscribe(listener: (...args: unknown[]) => void): () => void;
}

let exposed: Exposed;
let names: string[];

beforeAll(async () => {
  await import('./preload.ts');
  const { calls } = vi.mocked(contextBridge.exposeInMainWorld).mock;
  names = calls.map(([name]) => name);
  exposed = calls[0]![1] as Exposed;
});

const firePush = (push: unknown) =>
  ipcRenderer.emit('tiep-don:push', { sender: ipcRenderer }, push);

describe('what a page can reach', () => {
  it('is one frozen object with two functions', () => {
    expect(names).toEqual(['tiepDon']);
    expect(Object.keys(exposed)).toEqual(['invoke', 'subscribe']);
    expect(Object.isFrozen(exposed)).toBe(true);
  });

  it('calls the host over one channel', async () => {
    vi.mocked(ipcRenderer.invoke).mockResolvedValueOnce({ ok: true, value: 1 });
    expect(await exposed.invoke('snapshot', {})).toEqual({ ok: true, value: 1 });
    expect(ipcRenderer.invoke).toHaveBeenCalledWith('tiep-don:call', 'snapshot', {});
  });

  it('gets pushes without the event that carries them', () => {
    const listener = vi.fn();
    const stop = exposed.subscribe(listener);
    firePush({ type: 'snapshot' });
    expect(listener.mock.calls).toEqual([[{ type: 'snapshot' }]]);
    stop();
    firePush({ type: 'snapshot' });
    expect(listener).toHaveBeenCalledTimes(1);
    expect(ipcRenderer.listenerCount('tiep-don:push')).toBe(0);
  });
});
