import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSafeStorageSecrets } from './safe-storage-secrets.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const path = () => join(directory, 'master.sealed');

describe('secrets in the desktop’s key store', () => {
  it('are made once and kept sealed in a private file', async () => {
    const secrets = await openSafeStorageSecrets(directory, 'linux');
    const made = await secrets.obtain('master', 32);
    expect(made).toHaveLength(32);
    const again = await openSafeStorageSecrets(directory, 'linux');
    expect(await again.obtain('master', 32)).toEqual(made);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await readFile(path(), 'utf8')).not.toContain(Buffer.from(made).toString('hex'));
    expect(await readdir(directory)).toEqual(['master.sealed']);
  });

  it('are gone after they are destroyed, and destroying twice is no fault', async () => {
    const secrets = await openSafeStorageSecrets(directory, 'linux');
    const made = await secrets.obtain('master', 32);
    await secrets.destroy('master');
    await secrets.destroy('master');
    expect(await secrets.obtain('master', 32)).not.toEqual(made);
  });

  it.each(['basic_text', 'unknown'] as const)('are refused with the back end %s', async backEnd => {
    vi.mocked(safeStorage.getSelectedStorageBackend).mockReturnValueOnce(backEnd);
    await expect(openSafeStorageSecrets(directory, 'linux')).rejects.toMatchObject({
      code: 'config-invalid',
    });
  });

  it('are refused where there is no key store at all', async () => {
    vi.mocked(safeStorage.isAsyncEncryptionAvailable).mockResolvedValueOnce(false);
    await expect(openSafeStorageSecrets(directory, 'win32')).rejects.toMatchObject({
      code: 'config-invalid',
    });
  });

  it('do not ask for the back end where there is only one', async () => {
    vi.mocked(safeStorage.getSelectedStorageBackend).mockClear();
    await openSafeStorageSecrets(directory, 'win32');
    expect(safeStorage.getSelectedStorageBackend).not.toHaveBeenCalled();
  });

  it('sealed elsewhere are never replaced silently', async () => {
    await writeFile(path(), 'sealed on another machine');
    const secrets = await openSafeStorageSecrets(directory, 'linux');
    await expect(secrets.obtain('master', 32)).rejects.toMatchObject({ code: 'data-unreadable' });
    expect(await readFile(path(), 'utf8')).toBe('sealed on another machine');
  });

  it('of another length are refused', async () => {
    const secrets = await openSafeStorageSecrets(directory, 'linux');
    await secrets.obtain('master', 16);
    await expect(secrets.obtain('master', 32)).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('need a plain name', async () => {
    const secrets = await openSafeStorageSecrets(directory, 'linux');
    await expect(secrets.obtain('../master', 32)).rejects.toMatchObject({ code: 'internal' });
  });
});
