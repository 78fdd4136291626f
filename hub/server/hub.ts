import pino, { type Logger } from 'pino';
import { FaultError } from '../../core/contract/errors.ts';
import { HUB_SECRET } from '../../core/contract/hub-signature.ts';
import { type Clock, type Ids, type Secrets } from '../../core/ports/ports.ts';
import { createCatalogueKeeper } from '../catalogue/catalogue-keeper.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import { createDeliveryStore } from '../his/delivery/delivery-store.ts';
import { createDeliveryWorker } from '../his/delivery/delivery-worker.ts';
import { type DeliveryCounts, countDeliveries } from '../his/delivery/delivery-register.ts';
import { openHis } from '../his/open-his.ts';
import { type His } from '../his/his.ts';
import { createIntake } from '../intake/intake.ts';
import { removeOldPersonalData } from '../intake/retention.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { createNumbers } from '../queueing/numbers.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { type DatabaseChoice, openDatabase } from '../storage/open-database.ts';
import { createApp } from './app.ts';
import { fileSecrets } from './file-secrets.ts';
import { createHandlers } from './handlers.ts';
import { hubIdentity } from './hub-identity.ts';
import { createLookup } from './lookup.ts';
import { forgetOldNonces } from './request-signature.ts';

export interface HubOptions {
  readonly config: HubConfig;
  readonly database: DatabaseChoice;
  /** Folder of the key that kiosks and hub share, see `HUB_SECRET`. */
  readonly secretsDirectory: string;
  readonly version: string;
  /** Secrets of the HIS, from the environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly secrets?: Secrets;
  readonly log?: Logger;
  /** Instead of the HIS of the configuration. */
  readonly his?: His;
  /** 0 to 1, for the jitter of back-offs. */
  readonly random?: () => number;
}

interface HubStatus {
  readonly hubId: string;
  readonly his: 'reachable' | 'away';
  readonly deliveries: DeliveryCounts;
}

export interface Hub {
  /** Answers kiosks from now on. @returns the URL to reach it at. */
  listen(): Promise<string>;
  /** Finishes what is on its way, then lets go of everything. */
  close(): Promise<void>;
  status(): Promise<HubStatus>;
}

const HOUSEKEEPING_MS = 10 * 60_000;

/** Longest wait for a delivery on its way: what is not finished then is looked up next time. */
const STOP_PATIENCE_MS = 3_000;

const patience = (clock: Clock): Promise<void> =>
  new Promise(resolve => {
    clock.after(STOP_PATIENCE_MS, resolve);
  });

const listenFailure = (error: unknown, host: string, port: number): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new FaultError('data-in-use', `port ${port} on ${host} is taken by another program`);
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new FaultError('config-invalid', `cannot listen on ${host}, port ${port}`);
  }
  return error;
};

const prepare = async (database: Database, ids: Ids, clock: Clock): Promise<string> => {
  await migrate(database);
  return hubIdentity(database, ids, clock);
};

/**
 * The hospital's hub: opens and migrates its database and puts its parts together.
 * @throws FaultError `data-in-use`, `data-unreadable`, `storage-failed` or `config-invalid`.
 */
export const createHub = async (options: HubOptions): Promise<Hub> => {
  const { config, clock = systemClock, random = Math.random } = options;
  const ids = options.ids ?? timeOrderedIds(clock);
  const log = options.log ?? pino({ level: config.log.level }, pino.destination(2));
  const secrets = options.secrets ?? fileSecrets(options.secretsDirectory);
  const secret = await secrets.obtain(HUB_SECRET.name, HUB_SECRET.bytes);
  const his = options.his ?? openHis(config, options.environment ?? {}, clock);
  const database = await openDatabase(options.database);
  try {
    const hubId = await prepare(database, ids, clock);
    let isHisReachable = false;
    const store = createDeliveryStore(database);
    const worker = createDeliveryWorker({
      store,
      his,
      clock,
      ids,
      random,
      concurrency: config.his.concurrency,
      onEvent: event => log[event.type === 'his-back' ? 'info' : 'warn'](event, 'delivery'),
    });
    const catalogue = createCatalogueKeeper({
      database,
      his,
      clock,
      config,
      onHis: fault => {
        const reachable = fault === undefined;
        if (reachable && !isHisReachable) worker.retryNow();
        if (reachable !== isHisReachable) log.info({ reachable, fault }, 'HIS');
        isHisReachable = reachable;
      },
    });
    const app = createApp({
      database,
      secret,
      clock,
      ids,
      log,
      handlers: createHandlers({
        hubId,
        version: options.version,
        clock,
        database,
        catalogue,
        numbers: createNumbers(database, clock),
        intake: createIntake(database, clock, ids),
        isHisReachable: () => isHisReachable,
        onQueued: () => worker.wake(),
        lookup: createLookup({
          database,
          his,
          facilityCode: config.hospital.facilityCode,
          clock,
          timeoutMs: config.his.lookupTimeoutMs,
          onHisAway: code => log.warn({ code }, 'look-up without the HIS'),
        }),
      }),
    });
    let cancelHousekeeping: () => void = () => undefined;
    const keepHouse = async (): Promise<void> => {
      await forgetOldNonces(database, clock.now());
      await removeOldPersonalData(database, clock.now(), config.retention.deliveredDays);
    };
    const housekeeping = (): void => {
      keepHouse().catch(() => log.warn('housekeeping failed'));
      cancelHousekeeping = clock.after(HOUSEKEEPING_MS, housekeeping);
    };
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      cancelHousekeeping();
      await app.close();
      await catalogue.stop();
      await Promise.race([worker.stop(), patience(clock)]);
      await database.close();
    };
    return {
      async listen() {
        // Nobody else can hold a delivery of an embedded database: its last process is dead.
        if (database.carrier === 'embedded') await store.recover(undefined);
        await catalogue.start();
        worker.start();
        housekeeping();
        const { host, port } = config.listen;
        try {
          return await app.listen({ host, port });
        } catch (error) {
          throw listenFailure(error, host, port);
        }
      },
      close: () => (closing ??= close()),
      async status() {
        return {
          hubId,
          his: isHisReachable ? 'reachable' : 'away',
          deliveries: await countDeliveries(database),
        };
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
};
