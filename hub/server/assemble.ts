import { randomInt } from 'node:crypto';
import { type FastifyInstance } from 'fastify';
import { type Logger } from 'pino';
import { type FaultCode, asFaultError } from '../../core/contract/errors.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { type Billing, createBilling } from '../billing/billing.ts';
import { type Collection, createCollection } from '../billing/collection.ts';
import { createBillsDue } from '../billing/bills-due.ts';
import { createKioskPayments } from '../billing/kiosk-payments.ts';
import { type CatalogueKeeper, createCatalogueKeeper } from '../catalogue/catalogue-keeper.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import { numberRulesOf } from '../catalogue/service-points.ts';
import { type DeliveryStore, createDeliveryStore } from '../his/delivery/delivery-store.ts';
import { type DeliveryWorker, createDeliveryWorker } from '../his/delivery/delivery-worker.ts';
import { type His } from '../his/his.ts';
import { createInsuranceLookUp } from '../insurance/insurance-look-up.ts';
import { insuranceFacilityOf } from '../insurance/insurance-settings.ts';
import { type PortalClient } from '../insurance/portal-client.ts';
import { createRecheckStore } from '../insurance/recheck-store.ts';
import { type RecheckWorker, createRecheckWorker } from '../insurance/recheck-worker.ts';
import { type Intake, createIntake } from '../intake/intake.ts';
import { type PatientAliases } from '../intake/patient-aliases.ts';
import { type PaymentProvider } from '../payment-providers/provider.ts';
import { createNumbers } from '../queueing/numbers.ts';
import { createGreetings } from '../enrolment/greetings.ts';
import { createJoinHandlers } from '../enrolment/join-handlers.ts';
import { type Database } from '../storage/database.ts';
import { type RoomStep } from '../storage/room-steps.ts';
import { type HubCertificate } from '../tls/hub-certificate.ts';
import { type HubFront } from '../tls/hub-front.ts';
import { readTicketStates } from '../visits/ticket-states.ts';
import { createAdminHandlers } from './admin-handlers.ts';
import { createApp } from './app.ts';
import { createCoverAgain } from './cover-again.ts';
import { createHandlers } from './handlers.ts';
import { createLookup } from './lookup.ts';
import { createSlipCheck } from './slip-check.ts';

/** What the parts of a hub are made from. */
export interface HubGround {
  readonly hubId: string;
  readonly version: string;
  readonly config: HubConfig;
  readonly database: Database;
  readonly his: His;
  /** The insurer's portal, where the hub looks cards up itself. */
  readonly portal?: PortalClient | undefined;
  readonly provider: PaymentProvider | undefined;
  readonly patients: PatientAliases;
  readonly certificate: HubCertificate | undefined;
  /** Known once the hub listens. */
  readonly front: () => HubFront;
  readonly adminSecret: Uint8Array;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: () => number;
  readonly log: Logger;
  /** Room on the disk of an embedded database; ample where another machine has the disk. */
  readonly room?: (() => RoomStep) | undefined;
}

export interface HubParts {
  readonly app: FastifyInstance;
  readonly store: DeliveryStore;
  readonly worker: DeliveryWorker;
  readonly catalogue: CatalogueKeeper;
  /** Absent where the hub does not look cards up itself. */
  readonly rechecks: RecheckWorker | undefined;
  /** Undefined where payments are not collected here. */
  readonly collection: Collection | undefined;
  isHisReachable(): boolean;
}

/** Look-ups at the portal, where one is configured. */
const insuranceOf = ({
  config,
  portal,
  database,
  clock,
  ids,
  log,
}: Pick<HubGround, 'config' | 'portal' | 'database' | 'clock' | 'ids' | 'log'>) => {
  const settings = config.insurance.portal;
  if (settings === undefined || portal === undefined) return undefined;
  const { timeoutMs, againTimeoutMs, byCitizenNumber } = settings;
  const lookUp = createInsuranceLookUp({
    client: portal,
    database,
    byCitizenNumber,
    clock,
    ids,
    onRecordsLost: () => {
      log.warn('a look-up of a card could not be counted');
    },
    onAlarm: (alarm, code) => {
      log.error({ alarm, code }, 'the insurance portal refuses us: npm run hub -- insurance test');
    },
  });
  return { lookUp, timeoutMs, againTimeoutMs };
};

/** The parts behind the HTTP side. */
export interface HubWorks extends Omit<HubParts, 'app' | 'collection'> {
  readonly handlers: ReturnType<typeof createHandlers>;
  readonly intake: Intake;
  /** Something new waits for delivery. */
  readonly wake: () => void;
}

/** Puts together what a hub does, whoever carries the calls of kiosks to it. */
export const assembleWorks = (
  ground: Omit<HubGround, 'certificate' | 'adminSecret' | 'provider'>,
  collecting?: Collecting,
): HubWorks => {
  const { config, database, his, patients, clock, ids, random, log } = ground;
  let isReachable = false;
  const isHisReachable = (): boolean => isReachable;
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
  const onHis = (fault: FaultCode | undefined): void => {
    const wasReachable = isReachable;
    isReachable = fault === undefined;
    if (isReachable === wasReachable) return;
    if (isReachable) worker.retryNow();
    log.info({ reachable: isReachable, fault }, 'HIS');
  };
  const onRead = (day: BusinessDay): Promise<void> =>
    readTicketStates({ database, his, clock }, day).catch((error: unknown) => {
      log.warn({ code: asFaultError(error).code }, 'states of tickets');
    });
  const catalogue = createCatalogueKeeper({ database, his, clock, config, onHis, onRead });
  const wake = (): void => {
    worker.wake();
  };
  const onHisAway = (code: FaultCode): void => {
    log.warn({ code }, 'look-up without the HIS');
  };
  const timeoutMs = config.his.lookupTimeoutMs;
  const slips = { calendar: config.calendar, rules: config.slips };
  const cover = {
    facility: insuranceFacilityOf(config.hospital.facilityCode, config.insurance),
    slips,
  };
  const insurance = insuranceOf(ground);
  const intake = createIntake({ database, clock, ids, patients });
  const lookup = createLookup({
    database,
    patients,
    his,
    cover,
    insurance,
    clock,
    timeoutMs,
    onHisAway,
  });
  const checkSlip = createSlipCheck({
    database,
    his,
    clock,
    timeoutMs,
    slips,
    onHisAway,
  });
  const handlers = createHandlers({
    hubId: ground.hubId,
    version: ground.version,
    clock,
    database,
    catalogue,
    lookup,
    checkSlip,
    numbers: createNumbers(database, clock, id => numberRulesOf(config, id)),
    intake,
    isHisReachable,
    onQueued: wake,
    front: ground.front,
    greetings: createGreetings(database, clock),
    room: ground.room ?? (() => 'ample'),
    payments: createKioskPayments({
      database,
      clock,
      collecting,
      settings: config.kioskPayment,
      point: id => catalogue.point(id),
      hospitalBills:
        his.billsDue === undefined ? undefined : createBillsDue({ database, his, patients, clock }),
      ids,
    }),
  });
  const rechecks =
    insurance === undefined
      ? undefined
      : createRecheckWorker({
          store: createRecheckStore(database),
          look: createCoverAgain({
            his,
            lookUp: insurance.lookUp,
            rules: cover,
            clock,
            hisTimeoutMs: timeoutMs,
            timeoutMs: insurance.againTimeoutMs,
          }),
          clock,
          ids,
          random,
          onQueued: wake,
          onStorageFailed: () => {
            log.warn('the database cannot be asked for unverified cards');
          },
        });
  return { handlers, intake, store, worker, catalogue, rechecks, isHisReachable, wake };
};

/** How long a payment code may be paid. */
const CODE_VALID_MS = 15 * 60_000;

/** The hospital's money, and the provider it comes through. */
interface Collecting {
  readonly billing: Billing;
  readonly collection: Collection;
}

const collectingOf = ({ provider, database, clock, ids }: HubGround): Collecting | undefined => {
  if (provider === undefined) return undefined;
  const billing = createBilling(database, clock, () => randomInt(REFERENCE_CODES));
  const providers = [provider] as const;
  const validMs = CODE_VALID_MS;
  return {
    billing,
    collection: createCollection({ database, billing, providers, clock, ids, validMs }),
  };
};

/** Puts the parts together; nothing runs yet. */
export const assemble = (ground: HubGround): HubParts => {
  const { database, clock, ids, log } = ground;
  const collecting = collectingOf(ground);
  const collection = collecting?.collection;
  const { handlers, intake, wake, ...parts } = assembleWorks(ground, collecting);
  const app = createApp({
    database,
    clock,
    ids,
    log,
    handlers,
    collection,
    joinHandlers: createJoinHandlers({
      hubId: ground.hubId,
      database,
      clock,
      front: ground.front,
      onJoined: (kioskId, keyId) => {
        log.info({ kioskId, keyId }, 'a kiosk joined');
      },
    }),
    certificate: ground.certificate,
    adminHandlers: createAdminHandlers({
      database,
      ids,
      clock,
      intake,
      onQueued: wake,
      front: ground.front,
      portalRestMs: ground.portal === undefined ? undefined : () => ground.portal?.restMs() ?? 0,
    }),
    adminSecret: ground.adminSecret,
  });
  return { app, collection, ...parts };
};
