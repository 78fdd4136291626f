import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../simulators/chip/seeded-random.ts';
import { createIssuer } from '../simulators/issuer/issuer.ts';
import { importTrustFile } from './import-trust-file.ts';
import { openTrustFolder } from './trust-folder.ts';

const FROM = Date.UTC(2024, 0, 1);
const AT = Date.UTC(2026, 0, 1);
const issuer = createIssuer({
  random: createSeededRandom('trust folder'),
  keyType: { scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' },
  from: FROM,
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trust-'));
});
afterEach(() => rm(directory, { recursive: true }));

const put = (name: string, bytes: Uint8Array): Promise<void> =>
  writeFile(join(directory, name), bytes);
const open = () => openTrustFolder({ directory, now: () => AT });

describe('the trust folder', () => {
  it('gives the certificates and lists of all its files, each once', async () => {
    await put('a.cer', issuer.csca);
    await put('b.crt', issuer.csca);
    await put('list.crl', issuer.crl());
    await put('all.ml', issuer.masterList());
    const { trust, files } = await open().load();
    expect(trust.certificates).toHaveLength(1);
    expect(trust.revocationLists).toHaveLength(1);
    expect(files.map(({ name, kind }) => [name, kind])).toEqual([
      ['a.cer', 'certificate'],
      ['all.ml', 'master-list'],
      ['b.crt', 'certificate'],
      ['list.crl', 'revocation-list'],
    ]);
  });

  it('shows files that are nothing, and passes over hidden and dangling ones', async () => {
    await put('notes.txt', new TextEncoder().encode('call the ministry'));
    await put('.hidden', issuer.csca);
    await symlink(join(directory, 'nowhere'), join(directory, 'dangling.cer'));
    const { trust, files } = await open().load();
    expect(trust.certificates).toEqual([]);
    expect(files.map(({ name, kind }) => [name, kind])).toEqual([['notes.txt', 'unreadable']]);
  });

  it('is empty where there is no such folder', async () => {
    const folder = openTrustFolder({ directory: join(directory, 'none'), now: () => AT });
    expect(await folder.load()).toEqual({
      trust: { certificates: [], revocationLists: [] },
      files: [],
    });
  });

  it('reads again only what changed', async () => {
    await put('a.cer', issuer.csca);
    const folder = open();
    const first = await folder.load();
    expect(await folder.load()).toBe(first);

    await put('list.crl', issuer.crl());
    const second = await folder.load();
    expect(second.trust.revocationLists).toHaveLength(1);
    expect(second.trust.certificates[0]).toBe(first.trust.certificates[0]);

    await rm(join(directory, 'a.cer'));
    expect((await folder.load()).trust.certificates).toEqual([]);
  });
});

describe('importing a trust file', () => {
  it('copies it under a name of its content, once', async () => {
    const source = join(directory, 'from the ministry.der');
    await writeFile(source, issuer.csca);
    const target = join(directory, 'trust');
    const first = await importTrustFile(target, source, AT);
    const again = await importTrustFile(target, source, AT);
    expect(first.name).toMatch(/^certificate-[0-9a-f]{16}\.cer$/);
    expect(again.name).toBe(first.name);
    expect(await readdir(target)).toEqual([first.name]);
  });

  it('refuses what holds nothing to trust', async () => {
    const source = join(directory, 'photo.jpg');
    await writeFile(source, Uint8Array.of(0xff, 0xd8, 0xff));
    await expect(importTrustFile(join(directory, 'trust'), source, AT)).rejects.toMatchObject({
      code: 'config-invalid',
    });
  });
});
