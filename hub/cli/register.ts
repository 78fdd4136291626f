import { type Client } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { createIntake } from '../intake/intake.ts';
import { openPatientAliases } from '../intake/open-patient-aliases.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { certificateFor, frontOf } from '../tls/hub-front.ts';
import { ADMIN_SECRET, type AdminContract, adminContract } from '../server/admin-contract.ts';
import { createAdminHandlers } from '../server/admin-handlers.ts';
import { fileSecrets } from '../server/file-secrets.ts';
import { hubIdentity } from '../server/hub-identity.ts';
import { readHubAddress } from '../server/hub-address.ts';
import { signedClient } from '../server/signed-client.ts';
import { migrate } from '../storage/migrations.ts';
import { openDatabase } from '../storage/open-database.ts';
import { type Settings } from './settings.ts';

/** What the hub keeps, as the commands see it. */
export type Register = Client<AdminContract>;

/** A long statement or a long journal takes its time. */
const PATIENCE_MS = 120_000;

/** The running hub that holds the data, or undefined where none can be asked. */
export const runningHub = async (
  settings: Settings,
): Promise<{ readonly url: string; readonly register: Register } | undefined> => {
  const address = readHubAddress(settings.dataDirectory);
  if (address === undefined) return undefined;
  const secrets = fileSecrets(settings.secretsDirectory);
  const secret = await secrets.obtain(ADMIN_SECRET.name, ADMIN_SECRET.bytes);
  const options = { ...address, signer: { secret }, clock: systemClock, timeoutMs: PATIENCE_MS };
  return { url: address.url, register: signedClient(adminContract, 'admin', options) };
};

const isInUse = (thrown: unknown): boolean =>
  thrown instanceof FaultError && thrown.code === 'data-in-use';

/**
 * Works on what the hub keeps: through the database where it can be opened, else through the hub that
 * has it open.
 */
export const withRegister = async <T>(
  settings: Settings,
  work: (register: Register) => Promise<T>,
): Promise<T> => {
  let database;
  try {
    database = await openDatabase(settings.database);
  } catch (error) {
    const hub = isInUse(error) ? await runningHub(settings) : undefined;
    if (hub === undefined) throw error;
    return work(hub.register);
  }
  const { config, secretsDirectory } = settings;
  try {
    await migrate(database);
    const ids = timeOrderedIds(systemClock);
    await hubIdentity(database, ids, systemClock);
    const patients = await openPatientAliases(database, fileSecrets(secretsDirectory));
    const handlers = createAdminHandlers({
      database,
      clock: systemClock,
      ids,
      intake: createIntake({ database, clock: systemClock, ids, patients }),
      onQueued: () => undefined,
      front: () => frontOf(config, certificateFor(config, secretsDirectory, systemClock.now())),
    });
    return await work(handlers as Register);
  } finally {
    await database.close();
  }
};
