import { FaultError } from '../../core/contract/errors.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { type Enrolment, readEnrolment } from '../enrolment/enrolment-record.ts';
import { addressOf } from '../enrolment/hub-link.ts';
import { kioskKeyFrom } from '../enrolment/kiosk-key.ts';
import { RENDERER_DIRECTORY } from '../host/program-files.ts';
import { randomIds, systemClock } from '../host/system-ports.ts';
import { createHubClient } from '../hub-client/hub-client.ts';
import { createPinnedFetch } from '../hub-client/pinned-fetch.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import { MASTER_KEY } from '../storage/key-ring.ts';
import { doctor, type HubRecord } from './doctor-command.ts';
import { deviceStatuses } from './devices-list-command.ts';
import { type KioskPlace, openInspector } from './kiosk-place.ts';
import type { Answer } from './output.ts';

const hubRecord = async (place: KioskPlace): Promise<HubRecord> => {
  const inspector = await openInspector(place);
  try {
    const { queued, inFlight } = inspector.outbox.counts();
    return { enrolment: readEnrolment(inspector.settings), unsent: queued + inFlight };
  } finally {
    inspector.close();
  }
};

/** One greeting with the key of this kiosk, as the kiosk itself sends it. */
const greet = async (place: KioskPlace, enrolment: Enrolment) => {
  const secrets = openSecrets(place.dataDirectory, process.env, false);
  const master = await secrets.obtain(MASTER_KEY.name, MASTER_KEY.bytes);
  const route = {
    baseUrl: addressOf(enrolment, place.config.hubUrl),
    key: kioskKeyFrom(master, enrolment.salt),
  };
  let hubNow: number | undefined;
  const client = createHubClient({
    route: () => route,
    fetch: createPinnedFetch(pin => enrolment.pins.includes(pin)),
    onHubTime: now => (hubNow = now),
    clock: systemClock,
    ids: randomIds,
  });
  const { kioskId } = enrolment;
  return client.hello({ kioskId, version: packageJson.version }).catch((cause: unknown) => {
    if (hubNow === undefined) throw cause;
    const seconds = Math.round((systemClock.now() - hubNow) / 1000);
    throw new FaultError(
      'clock-skew',
      `the clock of this machine is ${durationOf(Math.abs(seconds))} ${seconds > 0 ? 'ahead of' : 'behind'} the hub's`,
    );
  });
};

/** The largest unit of which there are two or more. */
const durationOf = (seconds: number): string => {
  const units = [
    [86_400, 'days'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const;
  const [size, name] = units.find(([each]) => seconds >= 2 * each) ?? ([1, 's'] as const);
  return `${Math.round(seconds / size)} ${name}`;
};

/** The self-test with the real parts of this place. */
export const runDoctor = (place: KioskPlace): Promise<Answer> => {
  const { config, dataDirectory } = place;
  return doctor({
    dataDirectory,
    rendererDirectory: RENDERER_DIRECTORY,
    counterId: config.counterServicePointId,
    hasFormerSecret: config.hubSecretFile !== undefined,
    clock: systemClock,
    openInspector: () => openInspector(place),
    // Devices belong to the running kiosk; without one they are opened for a moment.
    deviceStatuses: () => deviceStatuses(place),
    hubRecord: () => hubRecord(place),
    addressOf: enrolment => addressOf(enrolment, config.hubUrl),
    hello: enrolment => greet(place, enrolment),
  });
};
