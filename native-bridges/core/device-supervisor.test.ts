import { describe, expect, it } from 'vitest';
import { createManualClock } from '../conformance/manual-clock.ts';
import { type DeviceProcess } from '../contract/device-process.ts';
import { type DeviceMessage, type HostMessage } from '../contract/protocol.ts';
import { createDeviceSupervisor } from './device-supervisor.ts';

/** A process that is only its messages. */
const createFakeProcess = (answersPings: boolean) => {
  const sent: HostMessage[] = [];
  let onMessage: (message: unknown) => void = () => undefined;
  let onEnd: (reason: string) => void = () => undefined;
  let ended = false;
  const state = { answersPings, obeysStop: true, refusesMessages: false };
  const end = (reason = 'SIGKILL'): void => {
    if (ended) return;
    ended = true;
    onEnd(reason);
  };
  const process: DeviceProcess = {
    pid: 1,
    send: (message, failed) => {
      if (state.refusesMessages) {
        failed(new Error('the channel is closed'));
        return;
      }
      const said = message as HostMessage;
      sent.push(said);
      if (said.type === 'ping' && state.answersPings) {
        onMessage({ type: 'pong', sequence: said.sequence });
      }
      if (said.type === 'stop' && state.obeysStop) end('exit code 0');
    },
    onMessage: listener => {
      onMessage = listener;
    },
    onEnd: listener => {
      onEnd = listener;
    },
    kill: () => end(),
  };
  return {
    process,
    sent,
    state,
    end,
    say: (message: unknown) => onMessage(message),
    isGone: () => ended,
  };
};

const rig = ({ launchFails = false, answersPings = true } = {}) => {
  const clock = createManualClock();
  const processes: ReturnType<typeof createFakeProcess>[] = [];
  const told: string[] = [];
  const messages: DeviceMessage[] = [];
  const logs: string[] = [];
  const supervisor = createDeviceSupervisor({
    clock,
    launch: () => {
      if (launchFails) throw new Error('no such file');
      const fake = createFakeProcess(answersPings);
      processes.push(fake);
      return fake.process;
    },
    log: ({ event }) => logs.push(event),
    onUp: () => told.push('up'),
    onDown: expected => told.push(expected ? 'stopped' : 'down'),
    onMessage: message => messages.push(message),
    onSilent: silent => told.push(silent ? 'silent' : 'speaks'),
  });
  return { clock, processes, told, messages, logs, supervisor };
};

describe('device supervisor', () => {
  it('starts a process again within a second of its first crash', async () => {
    const { supervisor, processes, clock, told } = rig();
    supervisor.start();
    processes[0]?.end();
    await clock.advance(999);
    expect(processes).toHaveLength(2);
    expect(told).toEqual(['up', 'down', 'up']);
  });

  it('waits longer after every crash, and forgets them once a process lives', async () => {
    const { supervisor, processes, clock } = rig();
    supervisor.start();
    const waits: number[] = [];
    for (let crash = 0; crash < 9; crash += 1) {
      const before = clock.now();
      const count = processes.length;
      processes.at(-1)?.end();
      while (processes.length === count) await clock.advance(10);
      waits.push(clock.now() - before);
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits.at(-1)).toBe(10_000);
    await clock.advance(31_000);
    processes.at(-1)?.end();
    const count = processes.length;
    await clock.advance(500);
    expect(processes.length).toBe(count + 1);
  });

  it('tries again where a process cannot even be started', async () => {
    const { supervisor, clock, logs, told } = rig({ launchFails: true });
    supervisor.start();
    await clock.advance(1_000);
    expect(told.filter(word => word === 'down').length).toBeGreaterThan(2);
    expect(logs).toContain('device-process-ended');
  });

  it('ends a process that answers no heartbeats, and starts another', async () => {
    const { supervisor, processes, clock, logs } = rig();
    supervisor.start();
    await clock.advance(2_000);
    processes[0]!.state.answersPings = false;
    await clock.advance(10_000);
    expect(logs).toContain('device-process-hung');
    expect(processes[0]?.isGone()).toBe(true);
    expect(processes.length).toBeGreaterThan(1);
  });

  it('says within two seconds that a process is silent, and takes it back when it speaks', async () => {
    const { supervisor, processes, clock, told } = rig();
    supervisor.start();
    await clock.advance(3_000);
    processes[0]!.state.answersPings = false;
    await clock.advance(2_000);
    expect(told).toEqual(['up', 'silent']);
    processes[0]!.state.answersPings = true;
    await clock.advance(1_000);
    expect(told).toEqual(['up', 'silent', 'speaks']);
    expect(processes).toHaveLength(1);
  });

  it('starts another process at once when it is asked to, however often the last ones crashed', async () => {
    const { supervisor, processes, clock, told } = rig();
    supervisor.start();
    for (let crash = 0; crash < 5; crash += 1) {
      processes.at(-1)?.end();
      await clock.advance(2_000);
    }
    told.length = 0;
    const count = processes.length;
    await supervisor.restart();
    await clock.advance(1);
    expect(processes).toHaveLength(count + 1);
    expect(told).toEqual(['stopped', 'up']);
    processes.at(-1)!.state.obeysStop = false;
    const restarted = supervisor.restart();
    const stopped = supervisor.stop();
    await clock.advance(10_000);
    await Promise.all([restarted, stopped]);
    expect(processes).toHaveLength(count + 1);
  });

  it('has patience with a process that is still loading', async () => {
    const { supervisor, processes, clock } = rig({ answersPings: false });
    supervisor.start();
    await clock.advance(10_000);
    expect(processes[0]?.isGone()).toBe(false);
    await clock.advance(20_000);
    expect(processes[0]?.isGone()).toBe(true);
  });

  it('blames nobody for the time in which the host itself was asleep', async () => {
    const { supervisor, processes, clock } = rig();
    supervisor.start();
    await clock.advance(5_000);
    processes[0]!.state.answersPings = false;
    await clock.advance(1_000);
    processes[0]!.state.answersPings = true;
    clock.sleep(3_600_000);
    await clock.advance(5_000);
    expect(processes).toHaveLength(1);
  });

  it('ends a process that takes no messages', async () => {
    const { supervisor, processes, clock } = rig();
    supervisor.start();
    processes[0]!.state.refusesMessages = true;
    await clock.advance(3_000);
    expect(processes[0]?.isGone()).toBe(true);
    expect(processes).toHaveLength(2);
  });

  it.each([
    ['text', 'pong'],
    ['nothing', undefined],
    ['an unknown type', { type: 'please' }],
    ['a key too many', { type: 'pong', sequence: 1, more: true }],
    ['an event that is none', { type: 'event', event: { type: 'card-read', deviceId: 'r' } }],
  ])('drops a message that is %s', (_name, garbage) => {
    const { supervisor, processes, messages, logs } = rig();
    supervisor.start();
    processes[0]?.say(garbage);
    processes[0]?.say({ type: 'event', event: { type: 'card-removed', deviceId: 'r' } });
    expect(messages).toEqual([{ type: 'event', event: { type: 'card-removed', deviceId: 'r' } }]);
    expect(logs).toContain('device-message-refused');
  });

  it('hears nothing any more of a process that was replaced', async () => {
    const { supervisor, processes, messages, clock } = rig();
    supervisor.start();
    processes[0]?.end();
    await clock.advance(1_000);
    processes[0]?.say({ type: 'event', event: { type: 'card-removed', deviceId: 'r' } });
    expect(messages).toEqual([]);
  });

  it('stops a process in good order, and starts none afterwards', async () => {
    const { supervisor, processes, clock, told } = rig();
    supervisor.start();
    await supervisor.stop();
    await clock.advance(60_000);
    expect(processes).toHaveLength(1);
    expect(told).toEqual(['up', 'stopped']);
    expect(supervisor.send({ type: 'ping', sequence: 1 })).toBe(false);
  });

  it('stops a process by force that does not go', async () => {
    const { supervisor, processes, clock } = rig();
    supervisor.start();
    processes[0]!.state.obeysStop = false;
    const stopped = supervisor.stop();
    await clock.advance(5_000);
    await stopped;
    expect(processes[0]?.isGone()).toBe(true);
  });
});
