import packageJson from '../../package.json' with { type: 'json' };
import type { FaultError } from '../../core/contract/errors.ts';
import type { Secrets } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import type { DeviceProcessLauncher } from '../../native-bridges/contract/device-process.ts';
import type { KioskConfig } from '../configuration/kiosk-config.ts';
import { createCatalogueKeeper } from '../hub-client/catalogue-keeper.ts';
import { createCuttableFetch } from '../hub-client/cuttable-fetch.ts';
import { type ConnectDesk, createConnectDesk } from '../enrolment/connect-desk.ts';
import { type AskForCode, enrolAlone, joinAnew } from '../enrolment/enrol-alone.ts';
import { type HubLink, openHubLink } from '../enrolment/hub-link.ts';
import { createHubClient } from '../hub-client/hub-client.ts';
import { createHubTime } from '../hub-client/hub-time.ts';
import { createLeaseKeeper } from '../hub-client/lease-keeper.ts';
import { createPinnedFetch } from '../hub-client/pinned-fetch.ts';
import { createReachability } from '../hub-client/reachability.ts';
import { createPressureGauge, freeBytesOf } from '../outbox/pressure-gauge.ts';
import { createOutboxDrain } from '../outbox/outbox-drain.ts';
import type { Watched } from '../hub-client/watched.ts';
import { MASTER_KEY } from '../storage/key-ring.ts';
import { installationOf } from '../storage/installation.ts';
import { openKioskStore } from '../storage/open-store.ts';
import { rewriteConfig } from '../configuration/write-config.ts';
import { keepDeviceChanges } from '../hub-client/device-change-keeper.ts';
import { createPaperMeter } from '../staff/paper-meter.ts';
import { createStaffRoom } from '../staff/staff-room.ts';
import { createDeviceBridge, paymentWindowsOf, withOwner, withPortraits } from './device-bridge.ts';
import { createHost } from './host.ts';
import type { CallFailure } from './dispatch.ts';
import type { Host, Log } from './host-interface.ts';
import {
  type AskCustomer,
  type AskSupervisor,
  createKioskPlant,
  type KioskPlant,
} from './kiosk-plant.ts';
import { createReplaceableBridge } from './replaceable-bridge.ts';
import { keepRetention } from './retention-keeper.ts';
import { randomIds, systemClock } from './system-ports.ts';

export interface OpenKioskOptions {
  readonly config: KioskConfig;
  /** Where it came from; staff can set nothing without. */
  readonly configFile?: string | undefined;
  readonly dataDirectory: string;
  readonly secrets: Secrets;
  readonly log: Log;
  /** Electron starts the device process in its own way. */
  readonly launch?: DeviceProcessLauncher;
  /** Present where a supervisor runs hub and hospital system beside this kiosk. */
  readonly askSupervisor?: AskSupervisor;
  readonly askForCode?: AskForCode;
  readonly askCustomer?: AskCustomer;
}

export interface OpenKiosk {
  readonly host: Host;
  readonly plant: KioskPlant;
  /**
   * Resolves once a patient can check in: devices have reported, catalogue and numbers are there,
   * or have been waited for long enough. The screen need not wait: it shows what is missing.
   */
  readonly ready: Promise<void>;
  /** Ends in the order that loses nothing: no new visits, then sending, devices, data. */
  stop(): Promise<void>;
}

/** The composition root of the kiosk: real storage, real network, real devices. */
export const openKiosk = async (options: OpenKioskOptions): Promise<OpenKiosk> => {
  const { config, dataDirectory, secrets, log } = options;
  const ports = { clock: systemClock, ids: randomIds };
  const store = await openKioskStore({ directory: dataDirectory, secrets, ...ports });
  const master = await secrets.obtain(MASTER_KEY.name, MASTER_KEY.bytes);
  const { kioskId: wishedId, hubUrl } = config;
  const link = openHubLink({ settings: store.settings, master, wishedId, hubUrl, log, ...ports });
  const hubTime = createHubTime(systemClock, () => performance.now());
  const report = (failure: CallFailure): void => log.warn(failure, 'a call was refused');
  const desk = createConnectDesk({
    link,
    settings: store.settings,
    master,
    wishedId,
    version: packageJson.version,
    outbox: store.outbox,
    log,
    report,
    ...ports,
  });
  const cable = createCuttableFetch(createPinnedFetch(pin => link.acceptsPin(pin)));
  const wire = createHubClient({
    route: () => link.route(),
    fetch: cable.fetch,
    onHubTime: hubNow => hubTime.heard(hubNow),
    onFault: strangerOnce(link, desk, options),
    ...ports,
  });
  const reachable = createReachability({
    hub: wire,
    kioskId: link.kioskId,
    version: packageJson.version,
    random: Math.random,
    onHello: hello => {
      store.caches.saveHello(hello);
      link.greeted(hello);
      hubTime.heard(Date.parse(hello.now));
    },
    log,
    ...ports,
  });
  const { hub } = reachable;
  const catalogue = createCatalogueKeeper({
    hub,
    reachable,
    caches: store.caches,
    everySeconds: config.catalogueSeconds,
    log,
    ...ports,
  });
  const leases = createLeaseKeeper({
    hub,
    reachable,
    leases: store.leases,
    servicePoints: () => catalogue.current()?.servicePoints ?? [],
    log,
    ...ports,
    clock: hubTime.clock,
  });
  const drain = createOutboxDrain({
    outbox: store.outbox,
    hub,
    reachable,
    random: Math.random,
    log,
    ...ports,
  });
  const pressure = createPressureGauge({
    outbox: store.outbox,
    freeBytes: freeBytesOf(dataDirectory),
    log,
    ...ports,
  });
  const retention = keepRetention({
    store,
    days: config.retentionDays,
    clock: systemClock,
    log,
    pressure,
  });
  let { devices, paperLowTickets } = config;
  const installation = installationOf(store.settings, randomIds);
  const devicesNow = () =>
    withOwner(withPortraits(devices, config.clerkRecord), link.kioskId(), installation);
  const bridge = createReplaceableBridge(
    configured => createDeviceBridge(configured, log, options.launch),
    devicesNow(),
  );
  const changes = keepDeviceChanges({
    bridge,
    changes: store.deviceChanges,
    configured: () => devices.map(({ id }) => id),
    hub,
    reachable,
    log,
    ...ports,
  });
  const paper = createPaperMeter({
    bridge,
    settings: store.settings,
    ticketsAfterMark: () => paperLowTickets,
    onLow: status => changes.paperLow(status),
  });
  const { configFile } = options;
  const staff = createStaffRoom({
    pressure,
    kioskId: link.kioskId,
    version: packageJson.version,
    language: config.language,
    store,
    hub,
    hubReachable: reachable,
    bridge,
    paper,
    devices: () => devices,
    paperLowTickets: () => paperLowTickets,
    rewrite:
      configFile === undefined
        ? undefined
        : settings => {
            const rewritten = rewriteConfig(configFile, settings);
            if (rewritten.ok) ({ devices, paperLowTickets } = rewritten.config);
            return rewritten;
          },
    restartDevices: () => {
      changes.reconfigured();
      return bridge.replace(devicesNow());
    },
    log,
    report,
    ...ports,
  });
  const plant = createKioskPlant(cable, options.askSupervisor, options.askCustomer);
  let stopping = false;
  const firstNumbers = async (): Promise<void> => {
    await firstCatalogue(catalogue);
    if (stopping) return;
    const today = businessDayOf(hubTime.clock.now());
    if (store.leases.book(today).length === 0) await atMost(FIRST_LEASES_MS, leases.topUp());
  };
  await enrolAlone(link, desk, options.askForCode, log);
  reachable.start();
  link.subscribe(() => reachable.hasten());
  catalogue.start();
  leases.start();
  drain.start();
  pressure.start();
  const ready = Promise.all([bridge.start(), firstNumbers()]).then(() => undefined);
  // Whoever waits for it hears of a failure; before that it must not end the program.
  ready.catch(() => undefined);

  const host = createHost({
    pressure,
    kioskId: link.kioskId,
    counterId: config.counterServicePointId,
    language: config.language,
    clerkRecord: config.clerkRecord,
    pace: {
      idle: config.pace.idleSeconds,
      countdown: config.pace.countdownSeconds,
      ticket: config.pace.ticketSeconds,
      farewell: config.pace.farewellSeconds,
      reading: config.pace.readingSeconds,
      code: config.pace.codeSeconds,
    },
    screenInches: config.screen.inches,
    ...(config.payment.offered
      ? {
          payment: {
            cashierId: config.payment.cashierServicePointId ?? config.counterServicePointId,
          },
        }
      : {}),
    store,
    hub,
    hubReachable: reachable,
    catalogue,
    bridge: {
      ...bridge,
      print: async job => {
        const outcome = await bridge.print(job);
        if (outcome.outcome !== 'failed') paper.printed();
        return outcome;
      },
    },
    plant,
    a4Copies: config.a4Copies,
    paymentWindows: () => paymentWindowsOf(devices),
    staff,
    desk,
    log,
    ...ports,
    clock: hubTime.clock,
  });
  const endAutobind =
    config.autobindDevices && configFile !== undefined
      ? staff.autobind(() => host.isAtRest?.() === true)
      : () => undefined;
  return {
    host,
    plant,
    ready,
    stop: async () => {
      stopping = true;
      endAutobind();
      await host.stop();
      staff.stop();
      paper.stop();
      changes.stop();
      retention.stop();
      pressure.stop();
      leases.stop();
      await drain.stop();
      catalogue.stop();
      reachable.stop();
      await bridge.stop();
      store.close();
    },
  };
};

/**
 * Looks at every failure for what it says of this machine. Where hub and kiosk are started together,
 * a hub with other data than before takes the kiosk in anew, once.
 */
const strangerOnce = (
  link: HubLink,
  desk: ConnectDesk,
  { askForCode, log }: OpenKioskOptions,
): ((fault: FaultError) => void) => {
  let asked = false;
  return fault => {
    link.failed(fault);
    if (asked || askForCode === undefined || fault.code !== 'hub-unauthorised') return;
    asked = true;
    void joinAnew(desk, askForCode, log);
  };
};

/** A kiosk that never heard of its hospital waits a moment for it, and opens out of service after. */
const FIRST_CATALOGUE_MS = 4_000;
/** The first patient may already find the hub gone: numbers for that time come before the patient. */
const FIRST_LEASES_MS = 3_000;

const firstCatalogue = (catalogue: Watched<unknown>): Promise<void> => {
  if (catalogue.current() !== undefined) return Promise.resolve();
  let unsubscribe = (): void => undefined;
  const heard = new Promise<void>(resolve => {
    unsubscribe = catalogue.subscribe(resolve);
  });
  return atMost(FIRST_CATALOGUE_MS, heard).finally(() => unsubscribe());
};

/** Waits for `work`, but no longer than that. */
const atMost = async (ms: number, work: Promise<void>): Promise<void> => {
  let cancel = (): void => undefined;
  const patience = new Promise<void>(resolve => {
    cancel = systemClock.after(ms, resolve);
  });
  await Promise.race([work, patience]);
  cancel();
};
