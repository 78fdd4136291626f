import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type DeliveryCounts, countDeliveries } from '../his/delivery/delivery-register.ts';
import { openHis } from '../his/open-his.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type Database } from '../storage/database.ts';
import { pendingMigrations } from '../storage/migrations.ts';
import { hasEmbeddedPostgres } from '../storage/embedded-postgres.ts';
import { openDatabase } from '../storage/open-database.ts';
import { hisAddress } from './his-address.ts';
import { certificateFor, frontOf } from '../tls/hub-front.ts';
import { diskFinding, serverDiskFinding } from './disk-findings.ts';
import { type Finding, failed, ok } from './finding.ts';
import { hubFinding } from './hub-finding.ts';
import { lookUpFindings, lookUpFindingsBeside, portalFindings } from './insurance-findings.ts';
import { type ExitCode, type Output } from './output.ts';
import { type ToldDevice, devicesNow } from '../devices/device-register.ts';
import { isOut, todoOf, wordsOf } from './devices-command.ts';
import { runningHub } from './register.ts';
import { type Settings } from './settings.ts';

const CLOCK_LIMIT_MS = 60_000;

/** Of installations from before kiosks had keys of their own. */
const FORMER_SECRET = 'hub-kiosk.key';

const keyFindings = ({ config, secretsDirectory }: Settings): readonly Finding[] => {
  const former = join(secretsDirectory, FORMER_SECRET);
  const left: Finding = {
    name: 'keys',
    state: 'warning',
    detail: `${former} opens nothing any more`,
    todo: 'delete it, here and on the kiosks',
  };
  // Looking makes nothing: the certificate comes with the first start.
  if (!existsSync(secretsDirectory)) {
    return [ok('address', `${secretsDirectory} is made at the first start`)];
  }
  try {
    const { url, pins } = frontOf(
      config,
      certificateFor(config, secretsDirectory, systemClock.now()),
    );
    const known = pins.length === 0 ? 'no TLS, this machine alone' : `key ${pins[0] ?? ''}`;
    return [ok('address', `${url}, ${known}`), ...(existsSync(former) ? [left] : [])];
  } catch (error) {
    return [failed('address', error, 'docs/install.md, "Two machines"')];
  }
};

const migrationFinding = async (database: Database): Promise<Finding> => {
  const pending = await pendingMigrations(database);
  return pending.length === 0
    ? ok('migrations', 'all applied')
    : {
        name: 'migrations',
        state: 'warning',
        detail: `${pending.length} not applied`,
        todo: 'they are applied at the next start',
      };
};

const clockFinding = async (database: Database): Promise<Finding> => {
  const { rows } = await database.query<{ now: string }>('select clock_timestamp() as now');
  const apart = Math.abs(Date.now() - Date.parse(rows[0]?.now ?? ''));
  const detail = `${apart} ms from the database`;
  return apart <= CLOCK_LIMIT_MS
    ? ok('clock', detail)
    : { name: 'clock', state: 'failure', detail, todo: 'set both machines by NTP' };
};

const deliveriesFinding = ({
  queued,
  'in-flight': inFlight,
  rejected,
  failed,
  refusedAtIntake,
}: DeliveryCounts): Finding => {
  const detail = `${queued + inFlight} waiting for the HIS, ${rejected + failed} dead letters, ${refusedAtIntake} refused`;
  return rejected + failed + refusedAtIntake === 0
    ? ok('deliveries', detail)
    : {
        name: 'deliveries',
        state: 'warning',
        detail,
        todo: 'npm run hub -- outbox list (and refused); put it right, then outbox retry',
      };
};

/** One line for all that is well, and one for each device that a person has to see to. */
const deviceFindings = (devices: readonly ToldDevice[]): readonly Finding[] => {
  if (devices.length === 0) return [];
  const kiosks = new Set(devices.map(({ kioskId }) => kioskId)).size;
  const out = devices.filter(isOut);
  return [
    ok(
      'devices',
      `${devices.length} of ${kiosks} ${kiosks === 1 ? 'kiosk' : 'kiosks'}, ${out.length} out of use`,
    ),
    ...devices.flatMap((told): Finding[] => {
      const todo = todoOf(told);
      if (todo === undefined) return [];
      const name = `${told.kioskId} ${told.deviceId}`;
      return [{ name, state: 'warning', detail: wordsOf(told), todo }];
    }),
  ];
};

const findingsOfRunningHub = async (
  settings: Settings,
  inUse: FaultError,
): Promise<readonly Finding[]> => {
  const hub = await runningHub(settings);
  const counts = await hub?.register.counts({}).catch(() => undefined);
  if (hub === undefined || counts === undefined) {
    const todo = 'another program uses it, and no hub answers: stop that program';
    return [{ name: 'database', state: 'failure', detail: inUse.message, todo }];
  }
  // A hub that has not been started anew since it was updated does not know the method.
  const told = await hub.register.devices({ changes: 0 }).catch(() => undefined);
  const insurance = await hub.register.insuranceState({}).catch(() => undefined);
  return [
    ok('database', `in use by the hub at ${hub.url}`),
    deliveriesFinding(counts),
    ...(told === undefined ? [] : deviceFindings(told.devices)),
    ...(insurance === undefined ? [] : lookUpFindings(settings, insurance)),
  ];
};

const noDataYet = (directory: string): Finding => ({
  name: 'database',
  state: 'warning',
  detail: `no data in ${directory} yet`,
  todo: 'they are made at the first start; if there should be some, check --data',
});

/** What a person looks at who finds the database away. */
const DATABASE_TODO = {
  embedded: 'check the folder given with --data',
  server: 'does PostgreSQL run, and has its disk room? check DATABASE_URL or --database',
} as const;

const databaseFindings = async (settings: Settings): Promise<readonly Finding[]> => {
  const choice = settings.database;
  if (choice.carrier === 'embedded' && !hasEmbeddedPostgres(choice.directory)) {
    return [noDataYet(choice.directory)];
  }
  let database: Database | undefined;
  const findings: Finding[] = [];
  try {
    database = await openDatabase(settings.database);
    await database.query('select 1');
    const { carrier } = database;
    findings.push(
      ok('database', carrier === 'embedded' ? 'embedded PostgreSQL opens' : 'reachable'),
    );
    if (carrier === 'server') findings.push(await serverDiskFinding(database));
    findings.push(await migrationFinding(database), await clockFinding(database));
    const isMigrated = findings.some(
      ({ name, detail }) => name === 'migrations' && detail === 'all applied',
    );
    if (isMigrated) {
      findings.push(
        deliveriesFinding(await countDeliveries(database)),
        ...deviceFindings(await devicesNow(database, undefined)),
        ...(await lookUpFindingsBeside(settings, database)),
      );
    }
  } catch (error) {
    if (error instanceof FaultError && error.code === 'data-in-use') {
      findings.push(...(await findingsOfRunningHub(settings, error)));
    } else {
      findings.push(failed('database', error, DATABASE_TODO[choice.carrier]));
    }
  } finally {
    await database?.close();
  }
  return findings;
};

const hisFinding = async ({ config }: Settings): Promise<Finding> => {
  const { address, setting, language } = hisAddress(config);
  try {
    const started = Date.now();
    const his = openHis(config, process.env, systemClock);
    await his.probe();
    await his.close?.();
    return ok('HIS', `${address} speaks ${language} (${Date.now() - started} ms)`);
  } catch (error) {
    return failed(
      'HIS',
      error,
      `check ${setting} (${address}) and the network to it; his test goes through it step by step`,
    );
  }
};

const MARK = { ok: 'ok  ', warning: 'warn', failure: 'FAIL' } as const;

/** Looks at everything and says what to do. @returns 1 where something failed. */
export const doctor = async (settings: Settings, output: Output): Promise<ExitCode> => {
  const findings: readonly Finding[] = [
    ok('configuration', settings.configFile ?? 'defaults'),
    diskFinding(settings),
    ...keyFindings(settings),
    ...(existsSync(settings.secretsDirectory) ? [await hubFinding(settings)] : []),
    ...(await databaseFindings(settings)),
    await hisFinding(settings),
    ...(await portalFindings(settings)),
  ];
  const isWell = findings.every(({ state }) => state !== 'failure');
  if (output.json) output.value({ ok: isWell, findings });
  else {
    for (const { name, state, detail, todo } of findings) {
      output.line(`${MARK[state]}  ${name}: ${detail}`);
      if (todo !== undefined) output.line(`      → ${todo}`);
    }
  }
  return isWell ? 0 : 1;
};
