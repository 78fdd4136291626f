import type { DeviceKind, DeviceStatus } from '../../core/contract/device.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import type { DeviceTest } from '../../core/contract/staff.ts';
import { controlAddress } from '../control/control-address.ts';
import { callRunningStaff } from '../control/control-client.ts';
import { randomIds, systemClock } from '../host/system-ports.ts';
import { testDevice } from '../staff/device-tests.ts';
import { adviceOf } from '../../core/words/device-advice.ts';
import { type KioskPlace, withBridge } from './kiosk-place.ts';
import type { Answer } from './output.ts';

export interface TestOptions {
  readonly kind: DeviceKind;
  readonly device?: string;
  readonly seconds: number;
}

const ASKED: Partial<Record<DeviceKind, string>> = {
  'chip-card-reader': 'lay a card on the reader',
  'code-scanner': 'show a code to the scanner',
};

/** A test waits for a hand, and the answer a moment longer. */
const ANSWER_MS = 5_000;
const LONGEST_SECONDS = 60;

/** Tries one device, at the running kiosk or by itself. */
export const devicesTest = async (place: KioskPlace, options: TestOptions): Promise<Answer> => {
  const address = controlAddress(place.dataDirectory);
  const seconds = Math.min(options.seconds, LONGEST_SECONDS);
  const overview = await callRunningStaff(address, 'staffOverview', {}).catch((cause: unknown) => {
    if (asFaultError(cause).code === 'device-absent') return undefined;
    throw cause;
  });
  if (overview === undefined) {
    return withBridge(place, async bridge => {
      const status = chosen(bridge.statuses(), options);
      ask(options.kind);
      const parts = { bridge, clock: systemClock, ids: randomIds, language: place.config.language };
      return answerOf(status, await testDevice(parts, status, seconds));
    });
  }
  const status = chosen(
    overview.devices.map(device => device.status),
    options,
  );
  ask(options.kind);
  const { deviceId } = status;
  const patience = seconds * 1000 + ANSWER_MS + (options.kind === 'receipt-printer' ? 60_000 : 0);
  return answerOf(
    status,
    await callRunningStaff(address, 'staffTestDevice', { deviceId, seconds }, patience),
  );
};

const chosen = (statuses: readonly DeviceStatus[], { kind, device }: TestOptions): DeviceStatus => {
  const found = statuses.find(
    status => status.kind === kind && (device === undefined || status.deviceId === device),
  );
  if (found !== undefined) return found;
  throw new FaultError('device-absent', `no ${kind} ${device ?? 'is configured'}`.trim());
};

const ask = (kind: DeviceKind): void => {
  const words = ASKED[kind];
  if (words !== undefined) process.stderr.write(`${words}\n`);
};

const answerOf = (status: DeviceStatus, test: DeviceTest): Answer => {
  const { deviceId } = status;
  const advice =
    test.fault === undefined
      ? undefined
      : adviceOf({ ...status, state: 'unavailable', fault: test.fault });
  const words = [
    `${deviceId}: ${test.result === 'nothing-came' ? 'nothing came' : test.result}`,
    ...(test.fault === undefined ? [] : [test.fault]),
    ...(test.seen === undefined ? [] : [test.seen]),
    `${test.milliseconds} ms`,
  ].join(', ');
  return {
    json: { deviceId, ...test },
    lines: [advice === undefined ? words : `${words} → ${advice}`],
    exitCode: test.result === 'passed' ? 0 : 1,
  };
};
