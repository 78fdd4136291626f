import pino, { type Logger } from 'pino';
import { type DeskUser } from '../../core/contract/desk-access.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock, type Ids, type Secrets } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import { type DeliveryCounts, countDeliveries } from '../his/delivery/delivery-register.ts';
import { makeEnrolmentCode } from '../enrolment/enrolment-codes.ts';
import { type His } from '../his/his.ts';
import { openHis } from '../his/open-his.ts';
import { forgetOldLookUps } from '../insurance/look-up-records.ts';
import { openPortal } from '../insurance/open-insurance.ts';
import { type PortalClient } from '../insurance/portal-client.ts';
import { openPatientAliases } from '../intake/open-patient-aliases.ts';
import { removeOldPersonalData } from '../intake/retention.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { queueReceipts } from '../billing/his-receipts.ts';
import { forgetOldNotices } from '../billing/notice-desk.ts';
import { openProvider } from '../payment-providers/open-provider.ts';
import { type Desk, openDesk } from '../desk/desk.ts';
import { addUserOnce } from '../desk/desk-users.ts';
import { hashPassword } from '../desk/password.ts';
import { forgetOldSessions } from '../desk/desk-sessions.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { type DatabaseChoice, openDatabase } from '../storage/open-database.ts';
import {
  createRoomGauge,
  freeBytesOf,
  meaningOf,
  type RoomGauge,
  type RoomStep,
} from '../storage/room-steps.ts';
import { type HubCertificate } from '../tls/hub-certificate.ts';
import { certificateFor, frontOf, type HubFront, urlOf } from '../tls/hub-front.ts';
import { ADMIN_SECRET } from './admin-contract.ts';
import { type HubParts, assemble } from './assemble.ts';
import { fileSecrets } from './file-secrets.ts';
import { hubIdentity } from './hub-identity.ts';
import { forgetOldNonces } from './request-signature.ts';

export interface HubOptions {
  readonly config: HubConfig;
  readonly database: DatabaseChoice;
  /** Folder of the keys: the hub's certificate (`TLS_FILES`) and `ADMIN_SECRET`. */
  readonly secretsDirectory: string;
  readonly version: string;
  /** Secrets of the HIS, the insurer's portal and payment providers, from the environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly secrets?: Secrets;
  readonly log?: Logger;
  /** Instead of the HIS of the configuration. */
  readonly his?: His;
  /** 0 to 1, for the jitter of back-offs. */
  readonly random?: () => number;
  /** Instead of the room on the disk of an embedded database. */
  readonly freeBytes?: () => Promise<number>;
}

interface HubStatus {
  readonly hubId: string;
  readonly his: 'reachable' | 'away';
  readonly deliveries: DeliveryCounts;
}

/** Somebody for the desk of a demonstration. */
export interface NewDeskPerson extends Omit<DeskUser, 'userId'> {
  readonly password: string;
}

export interface Hub {
  /** Answers kiosks from now on. @returns the URL to reach it at from this machine. */
  listen(): Promise<string>;
  /** Finishes what is on its way, then lets go of everything. */
  close(): Promise<void>;
  status(): Promise<HubStatus>;
  /** Resolves when the hub cannot go on and has to be started anew. */
  readonly broken: Promise<FaultError>;
  /** PEM of the hub's own socket, where it speaks TLS. */
  readonly certificate: string | undefined;
  /** Where the cashiers' desk is found from this machine, once the hub listens and has one. */
  deskUrl(): string | undefined;
  /** A code that lets one kiosk join within the next minutes. */
  enrolmentCode(): Promise<string>;
  /** Lets somebody in at the desk, with a password that stays; not where the login is known. */
  addDeskPerson(person: NewDeskPerson): Promise<void>;
}

const ENROLMENT_MS = 15 * 60_000;
const HOUSEKEEPING_MS = 10 * 60_000;
/** Payment codes that ran out are closed within so long. */
const SWEEP_MS = 60_000;
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

/** Runs `task` now and then every so often; a failure is told and does not end it. */
const repeatedly = (clock: Clock, ms: number, task: () => Promise<void>, onFailure: () => void) => {
  let cancel: () => void = () => undefined;
  const round = (): void => {
    task().catch(onFailure);
    cancel = clock.after(ms, round);
  };
  round();
  return () => {
    cancel();
  };
};

/** The room on the disk of an embedded database; a server's disk is on another machine. */
const roomOf = (
  { database, freeBytes }: HubOptions,
  clock: Clock,
  log: Logger,
): RoomGauge | undefined => {
  if (database.carrier === 'server') return undefined;
  return createRoomGauge({
    freeBytes: freeBytes ?? freeBytesOf(database.directory),
    clock,
    onStep: (step, free) => {
      const found = { step, freeMb: Math.floor(free / 1e6) };
      if (step === 'ample') log.info(found, 'the hub has room again');
      else log.warn(found, `the disk of the hub is filling: ${meaningOf(step)}`);
    },
  });
};

interface RunningParts extends HubParts {
  readonly gauge: RoomGauge | undefined;
  readonly portal: PortalClient | undefined;
  readonly his: His;
  readonly hubId: string;
  readonly config: HubConfig;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly broken: Promise<FaultError>;
  readonly certificate: HubCertificate | undefined;
  readonly desk: Desk | undefined;
  readonly front: () => HubFront;
  readonly onListening: (port: number) => void;
}

const portOf = (app: HubParts['app']): number => {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const hubOf = (parts: RunningParts): Hub => {
  const { app, store, worker, catalogue, his, config, database, clock, log } = parts;
  const { portal, rechecks, desk } = parts;
  let deskUrl: string | undefined;
  const keepHouse = async (): Promise<void> => {
    await forgetOldNonces(database, clock.now());
    await forgetOldSessions(database, clock.now());
    await removeOldPersonalData(database, clock.now(), config.retention);
    const settings = config.insurance.portal;
    if (settings !== undefined) {
      await forgetOldLookUps(database, clock.now(), settings.evidenceDays);
    }
    await forgetOldNotices(database, clock.now(), config.retention.noticeDays);
  };
  const sweep = async (): Promise<void> => {
    await parts.collection?.sweep();
    // Receipts of visits that came after their money.
    const at = new Date(clock.now()).toISOString();
    if ((await database.transaction(tx => queueReceipts(tx, at))) > 0) worker.wake();
  };
  let stopHousekeeping: () => void = () => undefined;
  let stopSweeping: () => void = () => undefined;
  const close = async (): Promise<void> => {
    parts.gauge?.stop();
    stopHousekeeping();
    stopSweeping();
    await desk?.close();
    await app.close();
    await catalogue.stop();
    await Promise.race([Promise.all([worker.stop(), rechecks?.stop()]), patience(clock)]);
    await his.close?.();
    await database.close();
  };
  let closing: Promise<void> | undefined;
  return {
    broken: parts.broken,
    deskUrl: () => deskUrl,
    certificate: parts.certificate?.certificate,
    async addDeskPerson({ password, ...person }) {
      const user = { ...person, userId: parts.ids.uuid() };
      const at = instantOf(clock.now());
      await addUserOnce(database, user, await hashPassword(password), at);
    },
    async enrolmentCode() {
      const wish = { validMs: ENROLMENT_MS };
      const { code } = await makeEnrolmentCode(database, parts.front(), wish, clock.now());
      return code;
    },
    async listen() {
      // Nobody else can hold a delivery of an embedded database: its last process is dead.
      if (database.carrier === 'embedded') await store.recover('all');
      await parts.gauge?.start();
      await his.start?.();
      await catalogue.start();
      worker.start();
      // A token at hand, so that the first patient does not wait for it.
      void portal?.token();
      rechecks?.start();
      stopHousekeeping = repeatedly(clock, HOUSEKEEPING_MS, keepHouse, () => {
        log.warn('housekeeping failed');
      });
      stopSweeping = repeatedly(clock, SWEEP_MS, sweep, () => {
        log.warn('the sweep of payments failed');
      });
      const { host, port } = config.listen;
      await app.listen({ host, port }).catch((error: unknown) => {
        throw listenFailure(error, host, port);
      });
      const bound = portOf(app);
      parts.onListening(bound);
      deskUrl = await desk?.listen();
      return urlOf({ host, port: bound }, parts.certificate !== undefined, false);
    },
    close: () => (closing ??= close()),
    async status() {
      return {
        hubId: parts.hubId,
        his: parts.isHisReachable() ? 'reachable' : 'away',
        deliveries: await countDeliveries(database),
      };
    },
  };
};

/**
 * The hospital's hub: opens and migrates its database and puts its parts together.
 * @throws FaultError `data-in-use`, `data-unreadable`, `storage-failed` or `config-invalid`.
 */
export const createHub = async (options: HubOptions): Promise<Hub> => {
  const { config, version, clock = systemClock, random = Math.random } = options;
  const ids = options.ids ?? timeOrderedIds(clock);
  const log = options.log ?? pino({ level: config.log.level }, pino.destination(2));
  const secrets = options.secrets ?? fileSecrets(options.secretsDirectory);
  const certificate = certificateFor(config, options.secretsDirectory, clock.now());
  let front = frontOf(config, certificate);
  const adminSecret = await secrets.obtain(ADMIN_SECRET.name, ADMIN_SECRET.bytes);
  const broken = Promise.withResolvers<FaultError>();
  const database = await openDatabase(options.database, broken.resolve);
  try {
    await migrate(database);
    const provider = openProvider(config.payment, options.environment ?? {}, clock);
    const hubId = await hubIdentity(database, ids, clock);
    const settings = config.insurance.portal;
    const portal =
      settings === undefined
        ? undefined
        : openPortal(settings, options.environment ?? {}, clock, random);
    const patients = await openPatientAliases(database, secrets);
    const memory = { database, patients };
    const his = options.his ?? openHis(config, options.environment ?? {}, clock, memory);
    const own = { hubId, version, config, database, his, portal, provider, patients };
    const gauge = roomOf(options, clock, log);
    const room = (): RoomStep => gauge?.current() ?? 'ample';
    const ground = { ...own, clock, ids, random, log, certificate, room, gauge };
    const parts = assemble({ ...ground, adminSecret, front: () => front });
    const onListening = (port: number): void => {
      front = frontOf(config, certificate, port);
    };
    const desk = await openDesk(ground);
    return hubOf({
      ...parts,
      ...ground,
      desk,
      broken: broken.promise,
      front: () => front,
      onListening,
    });
  } catch (error) {
    await database.close();
    throw error;
  }
};
