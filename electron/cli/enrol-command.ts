import packageJson from '../../package.json' with { type: 'json' };
import { asFaultError, type FaultCode, FaultError } from '../../core/contract/errors.ts';
import { controlAddress } from '../control/control-address.ts';
import { callConnectDesk } from '../control/control-client.ts';
import { enrol, readCode } from '../enrolment/enrol.ts';
import { randomIds, systemClock } from '../host/system-ports.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import { MASTER_KEY } from '../storage/key-ring.ts';
import { openKioskStore } from '../storage/open-store.ts';
import type { KioskPlace } from './kiosk-place.ts';
import type { Answer } from './output.ts';

/** What IT can do about a code that did not help. */
const ADVICE: Partial<Record<FaultCode, string>> = {
  'enrolment-code-wrong': 'the hub does not know this code: make a new one with hub enrol new',
  'enrolment-code-used':
    'this code was used before: make a new one (kiosk doctor says whether it was here)',
  'enrolment-code-expired': 'this code has expired: make a new one',
  'kiosk-id-taken':
    'another machine has the name in kioskId: change it, or replace that machine with hub enrol new --kiosk NAME',
  'hub-not-trusted':
    'what answers at the address in the code is not the hub that made it: look at the network, and at front in the configuration of the hub',
  'hub-unreachable': 'no hub answers at the address in the code: look at the network and the hub',
  'hub-timeout': 'the hub did not answer in time: try the same code again',
  'hub-overloaded': 'too many wrong codes came from here: wait a minute',
  'clock-skew': 'the clocks of this machine and the hub differ too much: set them by NTP',
};

const inWords = (cause: unknown): FaultError => {
  const { code, message } = asFaultError(cause);
  return new FaultError(code, ADVICE[code] ?? message);
};

const joined = (kioskId: string, hubUrl: string): Answer => ({
  json: { kioskId, hubUrl },
  lines: [`this kiosk joined ${hubUrl} as ${kioskId}`],
});

/** Joins in the running kiosk; undefined where none runs on these data. */
const joinRunning = async (place: KioskPlace, code: string): Promise<Answer | undefined> => {
  const address = controlAddress(place.dataDirectory);
  try {
    const { link, fault } = await callConnectDesk(address, 'connectHub', { code });
    if (fault !== undefined) throw new FaultError(fault);
    return joined(link.kioskId ?? '', link.hubUrl ?? '');
  } catch (cause) {
    if (cause instanceof FaultError && cause.code === 'device-absent') return undefined;
    throw cause;
  }
};

const joinResting = async ({ config, dataDirectory }: KioskPlace, code: string) => {
  const secrets = openSecrets(dataDirectory);
  const ports = { clock: systemClock, ids: randomIds };
  const store = await openKioskStore({ directory: dataDirectory, secrets, ...ports });
  try {
    const { kioskId, hubUrl } = await enrol(code, {
      settings: store.settings,
      master: await secrets.obtain(MASTER_KEY.name, MASTER_KEY.bytes),
      wishedId: config.kioskId,
      version: packageJson.version,
      ...ports,
    });
    return joined(kioskId, hubUrl);
  } finally {
    store.close();
  }
};

/** `enrol CODE`: this kiosk joins the hub that made the code, whether it runs or not. */
export const enrolCommand = async (place: KioskPlace, code: string): Promise<Answer> => {
  readCode(code);
  try {
    return (await joinRunning(place, code)) ?? (await joinResting(place, code));
  } catch (cause) {
    throw inWords(cause);
  }
};
