import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MASTER_KEY } from '../storage/key-ring.ts';
import { openKioskSecrets } from './kiosk-secrets.ts';

let dataDirectory = '';
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'kiosk-'));
});
afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const obtain = async (production: boolean) => {
  const secrets = await openKioskSecrets({ dataDirectory, production, log, environment: {} });
  return secrets.obtain(MASTER_KEY.name, MASTER_KEY.bytes);
};
const kept = () => readdir(join(dataDirectory, 'keys'));
const breakKeyStore = () =>
  vi.mocked(safeStorage.isAsyncEncryptionAvailable).mockResolvedValue(false);
afterEach(() => vi.mocked(safeStorage.isAsyncEncryptionAvailable).mockResolvedValue(true));

describe('the keys of a kiosk under Electron', () => {
  it('go to the desktop’s key store when it is installed', async () => {
    await obtain(true);
    expect(await kept()).toEqual(['kiosk-master-key.sealed']);
  });

  it('go to private files in development, where the command line can open them', async () => {
    await obtain(false);
    expect(await kept()).toEqual(['kiosk-master-key.key']);
  });

  it('go to private files where the key store is none, which is said', async () => {
    breakKeyStore();
    await obtain(true);
    expect(await kept()).toEqual(['kiosk-master-key.key']);
    expect(log.warn).toHaveBeenCalledOnce();
  });

  it('stay where the data were begun', async () => {
    const first = await obtain(false);
    expect(await obtain(true)).toEqual(first);
    expect(await kept()).toEqual(['kiosk-master-key.key']);
  });

  it('are never made anew because the key store has gone', async () => {
    await obtain(true);
    breakKeyStore();
    await expect(obtain(true)).rejects.toMatchObject({ code: 'config-invalid' });
    await expect(obtain(false)).rejects.toMatchObject({ code: 'config-invalid' });
    expect(await kept()).toEqual(['kiosk-master-key.sealed']);
  });
});
