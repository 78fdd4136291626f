import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyRing } from './key-ring.ts';
import type { StoreCheck, StoreFinding } from './kiosk-store.ts';
import { type Migration, missingMigrations } from './migrations.ts';
import { type Database, PRAGMAS, readPragma } from './sqlite-database.ts';

export interface CheckParts {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly directory: string;
  readonly migrations: readonly Migration[];
}

export const DATABASE_FILE = 'kiosk.sqlite';
const SIDE_FILES = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`];

/** A busy day's database and its log are far below this. */
const NEEDED_FREE_BYTES = 500 * 1024 * 1024;

type Probe = (parts: CheckParts) => Promise<StoreFinding> | StoreFinding;

const finding = (
  check: StoreFinding['check'],
  found: unknown,
  expected: unknown,
): StoreFinding => ({
  check,
  ok: found === expected,
  found: String(found),
  expected: String(expected),
});

const pragma =
  (check: StoreFinding['check'], name: keyof typeof PRAGMAS): Probe =>
  ({ database }) =>
    finding(check, readPragma(database, name), PRAGMAS[name].read);

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

/** What doctor looks at, in order; each probe answers for one thing. */
const PROBES: readonly (readonly [StoreFinding['check'], Probe])[] = [
  ['integrity', ({ database }) => finding('integrity', readPragma(database, 'quick_check'), 'ok')],
  [
    'foreign-keys',
    ({ database }) => {
      const broken = database.pragma('foreign_key_check') as unknown[];
      return finding('foreign-keys', `${broken.length} broken`, '0 broken');
    },
  ],
  ['journal-mode', pragma('journal-mode', 'journal_mode')],
  ['synchronous', pragma('synchronous', 'synchronous')],
  ['foreign-key-enforcement', pragma('foreign-key-enforcement', 'foreign_keys')],
  ['file-mode', ({ directory }) => fileMode(directory)],
  [
    'schema-version',
    ({ database, migrations }) => {
      const missing = missingMigrations(database, migrations).length;
      return finding('schema-version', migrations.length - missing, migrations.length);
    },
  ],
  ['free-space', ({ directory }) => freeSpace(directory)],
  [
    'master-key',
    ({ keys }) => {
      const days = keys.unopenable();
      const found = days.length === 0 ? 'opens every day' : `does not open ${days.join(', ')}`;
      return finding('master-key', found, 'opens every day');
    },
  ],
];

const fileMode = (directory: string): StoreFinding => {
  // Windows has no mode bits; its folder's access list protects the files.
  if (process.platform === 'win32') return finding('file-mode', 'not used', 'not used');
  const modes = SIDE_FILES.flatMap(file => {
    const stat = statSync(join(directory, file), { throwIfNoEntry: false });
    return stat === undefined ? [] : [octal(stat.mode)];
  });
  return finding('file-mode', modes.find(mode => mode !== '0600') ?? '0600', '0600');
};

const freeSpace = async (directory: string): Promise<StoreFinding> => {
  const { bavail, bsize } = await statfs(directory);
  const megabytes = (bytes: number): string => `${Math.floor(bytes / (1024 * 1024))} MB`;
  return {
    check: 'free-space',
    ok: bavail * bsize >= NEEDED_FREE_BYTES,
    found: megabytes(bavail * bsize),
    expected: `at least ${megabytes(NEEDED_FREE_BYTES)}`,
  };
};

/** Looks at everything; a probe that fails is a finding, not an error. */
export const checkStore = async (parts: CheckParts): Promise<StoreCheck> => {
  const findings: StoreFinding[] = [];
  for (const [check, probe] of PROBES) findings.push(await probed(check, probe, parts));
  return { ok: findings.every(({ ok }) => ok), findings };
};

const probed = async (
  check: StoreFinding['check'],
  probe: Probe,
  parts: CheckParts,
): Promise<StoreFinding> => {
  try {
    return await probe(parts);
  } catch (error) {
    const found = error instanceof Error ? error.message : 'unknown failure';
    return { check, ok: false, found, expected: 'readable' };
  }
};
