import { describe, expect, it } from 'vitest';
import { type CardAccessKey, type DeviceStatus } from '../../core/contract/device.ts';
import { createManualClock, settleWith } from '../conformance/manual-clock.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type DeviceProcess } from '../contract/device-process.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';
import { hostMessageSchema, type HostMessage } from '../contract/protocol.ts';
import { MOST_STRIKES } from './life-cycle.ts';
import { createSupervisedBridge } from './supervised-bridge.ts';

const CONFIGS: readonly DeviceConfig[] = [
  { id: 'printer', driver: 'simulated-receipt-printer', profile: 'generic-80mm' },
  { id: 'left', driver: 'pcsc-card-reader', reader: 'left' },
  { id: 'right', driver: 'pcsc-card-reader', reader: 'right' },
  { id: 'terminal', driver: 'vendor-toolkit-card-reader' },
  { id: 'screen', driver: 'page-payment-display' },
];
const KEYS: readonly CardAccessKey[] = [{ kind: 'can', number: '123456' }];

/** Processes that say their devices are ready, and remember what they were told. */
const rig = async () => {
  const clock = createManualClock();
  const processes: { readonly told: HostMessage[]; readonly crash: () => void }[] = [];
  const launch = (): DeviceProcess => {
    const told: HostMessage[] = [];
    let toHost: (message: unknown) => void = () => undefined;
    let onEnd: (reason: string) => void = () => undefined;
    const end = (): void => onEnd('SIGKILL');
    processes.push({ told, crash: end });
    const ready = ({ id, driver }: DeviceConfig): DeviceStatus => ({
      deviceId: id,
      kind: DRIVER_TABLE[driver].kind,
      driver,
      state: 'ready',
    });
    return {
      pid: processes.length,
      send: raw => {
        const message = hostMessageSchema.parse(JSON.parse(JSON.stringify(raw)));
        if (message.type === 'ping') toHost({ type: 'pong', sequence: message.sequence });
        else told.push(message);
        if (message.type === 'stop') end();
        if (message.type !== 'configure') return;
        for (const { config } of message.devices) {
          toHost({ type: 'event', event: { type: 'status', status: ready(config) } });
        }
      },
      onMessage: listener => {
        toHost = listener;
      },
      onEnd: listener => {
        onEnd = listener;
      },
      kill: end,
    };
  };
  const bridge = createSupervisedBridge({
    configs: CONFIGS,
    launch,
    clock,
    ids: { uuid: () => '00000000-0000-4000-9000-000000000001' },
    log: () => undefined,
  });
  await settleWith(clock, bridge.start(), 10);
  const devicesOf = (process: number): string[] =>
    (processes[process]?.told ?? []).flatMap(message =>
      message.type === 'configure' ? message.devices.map(({ config }) => config.id) : [],
    );
  return {
    bridge,
    clock,
    devicesOf,
    crash: (process: number) => processes[process]?.crash(),
    launches: () => processes.length,
    keysTold: (process: number) =>
      (processes[process]?.told ?? []).flatMap(message =>
        message.type === 'card-keys' ? [message.keys] : [],
      ),
    states: () => bridge.statuses().map(({ deviceId, state }) => `${deviceId} ${state}`),
  };
};

describe('isolation groups', () => {
  it('have a process each, which is told its own devices', async () => {
    const { launches, devicesOf } = await rig();
    expect(launches()).toBe(4);
    expect([0, 1, 2, 3].map(devicesOf)).toEqual([
      ['screen'],
      ['printer'],
      ['left', 'right'],
      ['terminal'],
    ]);
  });

  it('do not fall with each other: a crash in PC/SC leaves the printer alone', async () => {
    const { crash, states, clock, launches, devicesOf } = await rig();
    crash(2);
    expect(states()).toEqual([
      'printer ready',
      'left unavailable',
      'right unavailable',
      'terminal ready',
      'screen ready',
    ]);
    await clock.advance(1_000);
    expect(launches()).toBe(5);
    expect(devicesOf(4)).toEqual(['left', 'right']);
    expect(states().every(state => state.endsWith('ready'))).toBe(true);
  });

  it('that crash again and again are set apart, and come back when a person says so', async () => {
    const { bridge, crash, clock, launches, devicesOf } = await rig();
    const stages = (): string[] => bridge.statuses().map(({ stage }) => stage ?? '');
    let process = 1;
    for (let crashes = 0; crashes < MOST_STRIKES; crashes += 1) {
      crash(process);
      await clock.advance(10_000);
      process = launches() - 1;
    }
    expect(stages()).toEqual(['quarantined', 'ready', 'ready', 'ready', 'ready']);
    expect(bridge.statuses()[0]).toMatchObject({ state: 'unavailable', fault: 'device-crashed' });
    expect(devicesOf(process)).toEqual([]);
    await settleWith(clock, bridge.restart('printer'), 10);
    await clock.advance(1_000);
    expect(stages()).toEqual(Array(5).fill('ready'));
  });

  it('of native code hold one kind of device each, so that what crashes there takes no other along', () => {
    const kinds = new Map<string, Set<string>>();
    for (const { isolation, kind } of Object.values(DRIVER_TABLE)) {
      if (isolation === 'common') continue;
      kinds.set(isolation, (kinds.get(isolation) ?? new Set()).add(kind));
    }
    expect(kinds.size).toBeGreaterThan(0);
    for (const [group, held] of kinds) expect([group, held.size]).toEqual([group, 1]);
  });

  it('all stop', async () => {
    const { bridge, clock, launches } = await rig();
    await settleWith(clock, bridge.stop(), 10);
    await clock.advance(60_000);
    expect(launches()).toBe(4);
  });
});

describe('keys of cards', () => {
  it('go to every process, and again to one that was restarted while they are valid', async () => {
    const { bridge, crash, clock, keysTold } = await rig();
    bridge.offerCardKeys(KEYS);
    expect([0, 1, 2, 3].map(keysTold)).toEqual([[KEYS], [KEYS], [KEYS], [KEYS]]);
    crash(2);
    await clock.advance(1_000);
    expect(keysTold(4)).toEqual([KEYS]);
    bridge.forgetCardKeys();
    expect(keysTold(4)).toEqual([KEYS, []]);
    crash(4);
    await clock.advance(1_000);
    expect(keysTold(5)).toEqual([]);
  });

  it('that are none are refused, and an empty list changes nothing', async () => {
    const { bridge, keysTold } = await rig();
    const many = Array.from({ length: 4 }, () => KEYS[0] ?? never());
    for (const keys of [many, [{ kind: 'can', number: '12' }]] as CardAccessKey[][]) {
      expect(() => bridge.offerCardKeys(keys)).toThrow(
        expect.objectContaining({ code: 'bad-request' }),
      );
    }
    bridge.offerCardKeys([]);
    expect(keysTold(0)).toEqual([]);
  });
});

const never = (): never => {
  throw new Error('there is a key');
};
