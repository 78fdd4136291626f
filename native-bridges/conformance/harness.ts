import { setTimeout } from 'node:timers/promises';
import {
  type DeviceEvent,
  type DeviceStatus,
  type SimulatorAction,
} from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type DeviceConfig, type PrintPreview } from '../contract/bridge.ts';
import { type DeviceLogEntry } from '../contract/device-log.ts';
import { type DeviceDriver } from '../contract/driver.ts';
import { installDevice } from '../core/registry.ts';
import { systemClock } from '../process/system-clock.ts';
import { createManualClock } from './manual-clock.ts';

/** One installed driver under test, with the time it lives in and everything it said. */
export interface DeviceHarness {
  readonly driver: DeviceDriver;
  readonly events: readonly DeviceEvent[];
  readonly logs: readonly DeviceLogEntry[];
  readonly sheets: readonly PrintPreview[];
  /** Does something to the device, or asks the person at it to. */
  readonly hand: (action: SimulatorAction, words: string) => void;
  readonly pass: (ms: number) => Promise<void>;
  /** Lets time pass until the condition holds. @throws when it does not within `ms` */
  readonly until: (what: string, condition: () => boolean, ms?: number) => Promise<void>;
}

export interface HarnessOptions {
  readonly cardReported?: boolean;
  /** Does to hardware what a person would be asked to do. */
  readonly hand?: (action: SimulatorAction) => void;
}

export type OpenHarness = (
  options?: Pick<HarnessOptions, 'cardReported'>,
) => Promise<DeviceHarness>;

/** How long a person at real hardware has for what they were asked to do. */
const HAND_MS = 60_000;
const STEP_MS = 10;
/** What takes long is looked at less often. */
const STEPS_TO_LONG = 100;
const LONG_STEP_MS = 100;

/** A driver from the registry, in manual time on simulated hardware, else in real time. */
export const openHarness = async (
  config: DeviceConfig,
  { cardReported = false, hand }: HarnessOptions = {},
): Promise<DeviceHarness> => {
  const events: DeviceEvent[] = [];
  const logs: DeviceLogEntry[] = [];
  const sheets: PrintPreview[] = [];
  const simulated = config.driver.startsWith('simulated-');
  const manual = simulated ? createManualClock() : undefined;
  const clock = manual ?? systemClock;
  const { driver, hardware } = await installDevice(config, {
    deviceId: config.id,
    clock,
    cardReported,
    emit: event => events.push(event),
    log: entry => logs.push(entry),
    onSheet: sheet => sheets.push(sheet),
  });
  const pass = (ms: number): Promise<void> =>
    manual?.advance(ms) ?? new Promise(resolve => systemClock.after(ms, resolve));

  const until = async (what: string, condition: () => boolean, ms = 15_000): Promise<void> => {
    const end = clock.now() + (simulated ? ms : HAND_MS);
    for (let step = 0; !condition(); step += 1) {
      if (clock.now() >= end) throw new Error(`${what} did not happen`);
      await pass(simulated && step >= STEPS_TO_LONG ? LONG_STEP_MS : STEP_MS);
      // Files are read in real time, which manual time must not outrun.
      await setTimeout(0);
    }
  };

  return {
    driver,
    events,
    logs,
    sheets,
    pass,
    until,
    hand: (action, words) => {
      if (hardware !== undefined) hardware.act(action);
      else if (hand !== undefined) hand(action);
      else process.stdout.write(`\n  ${config.id}: ${words}\n`);
    },
  };
};

/** What `work` comes to, with at most `ms` passing meanwhile. */
export const whilePassing = async <T>(
  harness: DeviceHarness,
  work: Promise<T>,
  ms = 60_000,
): Promise<T> => {
  let settled = false;
  const noted = work.finally(() => {
    settled = true;
  });
  noted.catch(() => undefined);
  await harness.until('the answer', () => settled, ms);
  return noted;
};

export const eventsOf = <Type extends DeviceEvent['type']>(
  harness: DeviceHarness,
  type: Type,
): Extract<DeviceEvent, { type: Type }>[] =>
  harness.events.filter(
    (event): event is Extract<DeviceEvent, { type: Type }> => event.type === type,
  );

/** @throws FaultError where the driver has reported nothing yet */
export const statusOf = (harness: DeviceHarness): DeviceStatus => {
  const last = eventsOf(harness, 'status').at(-1);
  if (last === undefined) throw new FaultError('internal', 'no status was reported');
  return last.status;
};
