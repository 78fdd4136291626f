import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCredentialSecrets } from './credential-secrets.ts';
import { createKeyFileSecrets } from './key-file-secrets.ts';
import { createMemorySecrets } from './memory-secrets.ts';
import { openSecrets } from './open-secrets.ts';
import { assertPrivate } from './private-path.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tiep-don-secrets-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const refused = (code: string) => expect.objectContaining({ code }) as Error;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const mode = (path: string) => statSync(path).mode & 0o777;

describe('a key file', () => {
  it('is made once, for its owner alone, and read from then on', async () => {
    const keys = join(directory, 'keys');
    const first = await createKeyFileSecrets(keys).obtain('master', 32);
    expect(first).toHaveLength(32);
    expect(await createKeyFileSecrets(keys).obtain('master', 32)).toEqual(first);
    expect(readFileSync(join(keys, 'master.key'), 'utf8')).toBe(`${hex(first)}\n`);
    expect(readdirSync(keys)).toEqual(['master.key']);
    expect([mode(keys), mode(join(keys, 'master.key'))]).toEqual([0o700, 0o600]);
  });

  it('differs for every name', async () => {
    const secrets = createKeyFileSecrets(join(directory, 'keys'));
    expect(hex(await secrets.obtain('a', 32))).not.toBe(hex(await secrets.obtain('b', 32)));
  });

  it('that others may read is refused with what to do, and so is their folder', async () => {
    const keys = join(directory, 'keys');
    await createKeyFileSecrets(keys).obtain('master', 32);
    chmodSync(join(keys, 'master.key'), 0o644);
    expect(() => createKeyFileSecrets(keys).obtain('master', 32)).toThrow(
      /open to others \(mode 0644\): chmod 0600/,
    );
    chmodSync(join(keys, 'master.key'), 0o600);
    chmodSync(keys, 0o750);
    expect(() => createKeyFileSecrets(keys).obtain('master', 32)).toThrow(/chmod 0700/);
  });

  it.each(['', 'zz', 'ab'.repeat(31), `${'ab'.repeat(32)} x`, 'ab'.repeat(33)])(
    'that holds something else is refused without telling what (%#)',
    text => {
      const keys = join(directory, 'keys');
      mkdirSync(keys, { mode: 0o700 });
      writeFileSync(join(keys, 'master.key'), text, { mode: 0o600 });
      const opening = () => createKeyFileSecrets(keys).obtain('master', 32);
      expect(opening).toThrow(refused('config-invalid'));
      if (text !== '') expect(opening).not.toThrow(new RegExp(text));
    },
  );

  it('is gone after it was destroyed, and made anew', async () => {
    const secrets = createKeyFileSecrets(join(directory, 'keys'));
    const first = await secrets.obtain('master', 32);
    await secrets.destroy('master');
    await secrets.destroy('master');
    expect(hex(await secrets.obtain('master', 32))).not.toBe(hex(first));
  });

  it('has a name that stays inside its folder', () => {
    expect(() => createKeyFileSecrets(directory).obtain('../master', 32)).toThrow();
  });
});

describe('a systemd credential', () => {
  it('is read as it is, and never written or destroyed', async () => {
    writeFileSync(join(directory, 'kiosk-master-key'), `${'0f'.repeat(32)}\n`, { mode: 0o400 });
    const secrets = createCredentialSecrets(directory);
    expect(hex(await secrets.obtain('kiosk-master-key', 32))).toBe('0f'.repeat(32));
    expect(() => secrets.destroy('kiosk-master-key')).toThrow(refused('not-possible-now'));
    expect(() => secrets.obtain('other', 32)).toThrow(/LoadCredential=other/);
    expect(readdirSync(directory)).toEqual(['kiosk-master-key']);
  });

  it('goes before a key file where the service has credentials', async () => {
    const credentials = join(directory, 'credentials');
    mkdirSync(credentials);
    writeFileSync(join(credentials, 'k'), '0f'.repeat(32));
    const given = openSecrets(directory, { CREDENTIALS_DIRECTORY: credentials });
    expect(hex(await given.obtain('k', 32))).toBe('0f'.repeat(32));
    expect(hex(await openSecrets(directory, {}).obtain('k', 32))).not.toBe('0f'.repeat(32));
    expect(() => openSecrets(directory, {}, false).obtain('other', 32)).toThrow('is missing');
  });
});

describe('a path of secrets', () => {
  it('has no mode bits on Windows', () => {
    expect(() => assertPrivate('C:\\k', { mode: 0o666, uid: 0 }, 'win32')).not.toThrow();
  });
});

describe('secrets in memory', () => {
  it('last as long as the process', () => {
    const secrets = createMemorySecrets({ given: new Uint8Array([1, 2]) });
    expect(secrets.obtain('given', 2)).toEqual(new Uint8Array([1, 2]));
    expect(secrets.obtain('made', 8)).toBe(secrets.obtain('made', 8));
    const before = secrets.obtain('made', 8);
    void secrets.destroy('made');
    expect(secrets.obtain('made', 8)).not.toBe(before);
  });
});
