import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FaultCode, FaultError } from '../../core/contract/errors.ts';
import { backUp } from '../backup/backup.ts';
import { type RowCounts } from '../backup/lines.ts';
import { restore } from '../backup/restore.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type Database } from '../storage/database.ts';
import { forgetCopy } from '../storage/embedded-copy.ts';
import { hasEmbeddedPostgres } from '../storage/embedded-postgres.ts';
import { openDatabase } from '../storage/open-database.ts';
import { CommandError, type Output } from './output.ts';
import { longestAhead } from './restored-command.ts';
import { passphraseFrom } from './passphrase.ts';
import { runningHub } from './register.ts';
import { type Settings } from './settings.ts';
import { programVersion } from './version.ts';

export interface BackupOptions {
  readonly out: string;
  readonly key?: string;
}

export interface RestoreOptions {
  readonly key?: string;
  readonly latest?: boolean;
}

const totalOf = (counts: RowCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const describe = (counts: RowCounts): string =>
  `${counts['visit'] ?? 0} visits, ${counts['kiosk'] ?? 0} kiosks, ${totalOf(counts)} rows`;

const hasCode = (error: unknown, code: FaultCode): boolean =>
  error instanceof FaultError && error.code === code;

/** A running hub is the only user of its embedded database: it copies it aside for us. */
const copyOfRunning = async (settings: Settings, inUse: unknown): Promise<string> => {
  const hub = await runningHub(settings);
  if (hub === undefined) throw inUse;
  try {
    return (await hub.register.copyData({})).directory;
  } catch (error) {
    if (hasCode(error, 'storage-failed')) {
      throw new CommandError('the disk has no room for a copy: free some, or stop the hub', 1);
    }
    if (hasCode(error, 'data-in-use')) throw new CommandError('another backup is running', 1);
    throw error;
  }
};

interface BackupSource {
  readonly database: Database;
  close(): Promise<void>;
}

/** The database itself where it can be opened, else a copy that goes again afterwards. */
const openForBackup = async (settings: Settings): Promise<BackupSource> => {
  const { database: choice } = settings;
  if (choice.carrier === 'embedded' && !hasEmbeddedPostgres(choice.directory)) {
    throw new CommandError(`there are no data of a hub in ${choice.directory}`, 1);
  }
  try {
    const database = await openDatabase(choice);
    return { database, close: () => database.close() };
  } catch (error) {
    if (choice.carrier === 'server' || !hasCode(error, 'data-in-use')) throw error;
    const directory = await copyOfRunning(settings, error);
    try {
      const database = await openDatabase({ carrier: 'embedded', directory });
      const close = async (): Promise<void> => {
        await database.close();
        forgetCopy(choice.directory);
      };
      return { database, close };
    } catch (failure) {
      forgetCopy(choice.directory);
      throw failure;
    }
  }
};

export const backingUp = async (
  settings: Settings,
  output: Output,
  { out, key }: BackupOptions,
): Promise<void> => {
  const passphrase = await passphraseFrom(key);
  const source = await openForBackup(settings);
  try {
    const { database } = source;
    const file = resolve(out);
    const { secretsDirectory } = settings;
    const counts = await backUp({
      ...{ database, secretsDirectory, file, passphrase },
      version: programVersion(),
      clock: systemClock,
    });
    if (output.json) output.value({ file, counts, verified: true });
    else {
      output.line(
        `${file}: ${describe(counts)}; sealed, and read again from its first row to its last`,
      );
      output.line('keep it apart from its passphrase: without that nobody can open it');
    }
  } finally {
    await source.close();
  }
};

/** A folder that was made for this restore goes again where nothing came of it. */
const removeMade = ({ database }: Settings, wasThere: boolean): void => {
  if (database.carrier !== 'embedded' || wasThere) return;
  for (const name of ['pgdata', 'pgdata.finished']) {
    rmSync(join(database.directory, name), { recursive: true, force: true });
  }
};

export const restoring = async (
  settings: Settings,
  output: Output,
  file: string,
  { key, latest = false }: RestoreOptions,
): Promise<void> => {
  if (!existsSync(file)) throw new CommandError(`${file} does not exist`, 2);
  const { database: choice, secretsDirectory } = settings;
  const wasThere = choice.carrier === 'embedded' && hasEmbeddedPostgres(choice.directory);
  if (wasThere) {
    throw new CommandError(`there are data of a hub in ${choice.directory}: restore elsewhere`, 1);
  }
  const passphrase = await passphraseFrom(key);
  const database = await openDatabase(choice);
  let isDone = false;
  try {
    const { counts, madeAt } = await restore({
      ...{ file, passphrase, database, secretsDirectory },
      clock: systemClock,
      daysAhead: latest ? undefined : longestAhead(settings),
    });
    isDone = true;
    if (output.json) output.value({ counts, madeAt, latest });
    else {
      output.line(`restored: ${describe(counts)}, as they were ${madeAt}`);
      if (!latest) {
        output.line(
          'numbers go on 1000 further, so that none is given twice, and what may have reached the ' +
            'HIS is looked up there before it is sent',
        );
        output.line(`on every kiosk, once the hub runs: kiosk outbox resend --since ${madeAt}`);
      }
      output.line(
        'put the configuration in place, never start the old hub again, and start this one',
      );
    }
  } finally {
    await database.close();
    if (!isDone) removeMade(settings, wasThere);
  }
};
