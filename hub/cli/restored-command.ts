import { asFaultError } from '../../core/contract/errors.ts';
import { forgetPatientKey } from '../intake/open-patient-aliases.ts';
import { systemClock } from '../ports/system-clock.ts';
import { prepareAfterRestore } from '../server/after-restore.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { openDatabase } from '../storage/open-database.ts';
import { CommandError, type Output } from './output.ts';
import { type Settings } from './settings.ts';

/** Works on the database itself: no hub may have it open meanwhile. */
const withStoppedHub = async <T>(
  settings: Settings,
  work: (database: Database) => Promise<T>,
): Promise<T> => {
  const database = await openDatabase(settings.database).catch((error: unknown) => {
    const inUse = asFaultError(error).code === 'data-in-use';
    throw inUse ? new CommandError('stop the hub first', 1) : error;
  });
  try {
    await migrate(database);
    return await work(database);
  } finally {
    await database.close();
  }
};

/** Days ahead of which numbers may have been given out. */
export const longestAhead = ({ config }: Settings): number =>
  Math.max(
    config.servicePointDefaults.numbers.onlineDaysAhead,
    ...Object.values(config.servicePoints).map(({ numbers }) => numbers?.onlineDaysAhead ?? 0),
  );

export const afterRestore = (settings: Settings, output: Output): Promise<void> =>
  withStoppedHub(settings, async database => {
    const done = await prepareAfterRestore(database, systemClock.now(), longestAhead(settings));
    if (output.json) {
      output.value(done);
      return;
    }
    output.line(`${done.lines} lines of numbers moved past what patients may hold`);
    output.line(
      `${done.lookedUp} waiting deliveries are looked up in the HIS before they are sent`,
    );
    output.line(
      'now start the hub, and on every kiosk: kiosk outbox resend --since TIME-OF-THE-COPY',
    );
  });

export const forgetKey = (settings: Settings, output: Output): Promise<void> =>
  withStoppedHub(settings, async database => {
    const forgotten = await forgetPatientKey(database);
    if (output.json) output.value({ forgotten });
    else
      output.line(
        `${forgotten} hashes removed; the next start takes the key that is there, or makes one`,
      );
  });
