import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { type DeviceConfig } from '../../contract/bridge.ts';
import { type DeviceProcess } from '../../contract/device-process.ts';
import { createSupervisedBridge } from '../../core/supervised-bridge.ts';
import { createForkLauncher } from '../../process/launch.ts';
import { systemClock } from '../../process/system-clock.ts';
import { type BridgeRig } from './bridge-rig.ts';
import { type TroubledHardware } from './troubled-device.ts';

const ENTRY = fileURLToPath(new URL('../../process/main.ts', import.meta.url));
const LOOK_MS = 10;

/** A whole bridge over one device in real time, with device processes of the system. */
export const openRealRig = async (
  config: DeviceConfig,
  device: TroubledHardware,
): Promise<BridgeRig> => {
  const processes: DeviceProcess[] = [];
  const events: DeviceEvent[] = [];
  const logs: BridgeRig['logs'] = [];
  const fork = createForkLauncher(ENTRY);
  const bridge = createSupervisedBridge({
    configs: [config],
    clock: systemClock,
    ids: { uuid: randomUUID },
    log: entry => logs.push(entry),
    launch: () => {
      const launched = fork();
      processes.push(launched);
      return launched;
    },
  });
  bridge.subscribe(event => events.push(event));
  await bridge.start();
  const launchesAtStart = processes.length;
  let halted = 0;
  /** Processes ended for their silence though nobody had halted them: the machine starved them. */
  const starved = (): number =>
    Math.max(0, logs.filter(({ event }) => event === 'device-process-hung').length - halted);
  /** The one in which the device is: it was started last. */
  const signal = (name: 'SIGKILL' | 'SIGSTOP'): void => {
    if (name === 'SIGSTOP') halted += 1;
    const pid = processes.at(-1)?.pid;
    if (pid !== undefined) process.kill(pid, name);
  };
  return {
    bridge,
    device,
    events,
    logs,
    clock: { ...systemClock, advance: ms => sleep(Math.max(0, ms)) },
    status: () => {
      const [status] = bridge.statuses();
      if (status === undefined) throw new Error('no device');
      return status;
    },
    relaunches: () => processes.length - launchesAtStart - starved(),
    abort: () => signal('SIGKILL'),
    hangProcess: () => signal('SIGSTOP'),
    settle: work => work,
    until: async (what, ms, condition) => {
      const start = Date.now();
      while (!condition()) {
        if (Date.now() - start >= ms) throw new Error(`${what}: not within ${String(ms)} ms`);
        await sleep(LOOK_MS);
      }
      return Date.now() - start;
    },
  };
};
