import { type Clock } from '../../core/ports/ports.ts';
import { type DeviceLog } from '../contract/device-log.ts';
import { type DeviceProcess, type DeviceProcessLauncher } from '../contract/device-process.ts';
import { deviceMessageSchema, type DeviceMessage, type HostMessage } from '../contract/protocol.ts';

export interface SupervisorOptions {
  readonly launch: DeviceProcessLauncher;
  readonly clock: Clock;
  readonly log: DeviceLog;
  /** A process was started and takes messages. */
  readonly onUp: () => void;
  readonly onMessage: (message: Exclude<DeviceMessage, { type: 'pong' }>) => void;
  /** The process is gone: once for each `onUp`, and for every start that failed. */
  readonly onDown: (expected: boolean) => void;
  /** The process does not answer: true; it does again: false. One that stays silent is ended. */
  readonly onSilent?: (silent: boolean) => void;
}

/** Keeps one device process running. */
export interface DeviceSupervisor {
  start(): void;
  /** Resolves when the process is gone, by force where it does not go. */
  stop(): Promise<void>;
  /** Ends the process in good order, or by force, and starts another at once. */
  restart(): Promise<void>;
  /** False where there is no process to take it. */
  send(message: HostMessage): boolean;
}

/** Waiting times before the next start; native code that crashes once comes back at once. */
const RESTART_MS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000];
/** A process that lived this long was no failed start. */
const STABLE_MS = 30_000;
const HEARTBEAT_MS = 400;
/**
 * Heartbeats in a row without an answer: counted in beats, not in time, so that a host which was
 * itself asleep blames nobody. A machine that is merely busy makes a process silent for a moment,
 * which people are told within two seconds; ending it takes longer to be sure of.
 */
const BEATS_TO_SILENCE = 3;
const MISSED_BEATS = 10;
/** Until its first word a process is loading code, on a slow disk for long. */
const MISSED_BEATS_AT_START = 50;
const STOP_MS = 3_000;

export const createDeviceSupervisor = (options: SupervisorOptions): DeviceSupervisor => {
  const { clock, log } = options;
  let current: DeviceProcess | undefined;
  let stopping = false;
  let restarting = false;
  let onGone: (() => void)[] = [];
  let failures = 0;
  let cancelRestart: (() => void) | undefined;
  let cancelBeat: (() => void) | undefined;

  const launch = (): void => {
    let launched: DeviceProcess;
    try {
      launched = options.launch();
    } catch (thrown) {
      gone(clock.now(), thrown instanceof Error ? thrown.message : 'unknown');
      return;
    }
    const since = clock.now();
    current = launched;
    let heard = false;
    let silent = false;
    let sequence = 0;
    let answered = 0;

    const sayWhether = (now: boolean): void => {
      if (now === silent) return;
      silent = now;
      options.onSilent?.(now);
    };

    const beat = (): void => {
      const missed = sequence - answered;
      if (missed >= (heard ? MISSED_BEATS : MISSED_BEATS_AT_START)) {
        log({ level: 'error', event: 'device-process-hung', code: 'device-crashed' });
        launched.kill();
        return;
      }
      if (heard && missed >= BEATS_TO_SILENCE) sayWhether(true);
      sequence += 1;
      send({ type: 'ping', sequence });
      cancelBeat = clock.after(HEARTBEAT_MS, beat);
    };

    launched.onMessage(raw => {
      if (current !== launched) return;
      heard = true;
      const message = checked(raw);
      if (message?.type === 'pong') {
        answered = message.sequence;
        sayWhether(false);
      } else if (message !== undefined) options.onMessage(message);
    });
    launched.onEnd(reason => {
      if (current === launched) gone(since, reason);
    });
    log({ level: 'info', event: 'device-process-started' });
    options.onUp();
    beat();
  };

  const checked = (raw: unknown): DeviceMessage | undefined => {
    const parsed = deviceMessageSchema.safeParse(raw);
    if (parsed.success) return parsed.data;
    const detail = parsed.error.issues.map(issue => issue.path.join('.')).join(' ');
    log({ level: 'error', event: 'device-message-refused', detail: detail.slice(0, 500) });
    return undefined;
  };

  const gone = (since: number, reason: string): void => {
    current = undefined;
    cancelBeat?.();
    if (restarting && !stopping) {
      cancelRestart = clock.after(0, launch);
    } else if (!stopping) {
      const detail = reason.slice(0, 500);
      log({ level: 'error', event: 'device-process-ended', code: 'device-crashed', detail });
      if (clock.now() - since >= STABLE_MS) failures = 0;
      const wait = RESTART_MS[Math.min(failures, RESTART_MS.length - 1)] ?? 0;
      failures += 1;
      cancelRestart = clock.after(wait, launch);
    }
    options.onDown(stopping || restarting);
    const waiting = onGone;
    onGone = [];
    for (const tell of waiting) tell();
  };

  const send = (message: HostMessage): boolean => {
    const target = current;
    if (target === undefined) return false;
    target.send(message, cause => {
      if (current !== target || stopping) return;
      log({ level: 'warn', event: 'device-process-unreachable', detail: cause.message });
      target.kill();
    });
    return true;
  };

  const stopNow = async (): Promise<void> => {
    stopping = true;
    cancelRestart?.();
    await endNow();
  };

  const endNow = async (): Promise<void> => {
    const process = current;
    if (process === undefined) return;
    const ended = new Promise<void>(resolve => onGone.push(resolve));
    send({ type: 'stop' });
    const cancelKill = clock.after(STOP_MS, () => process.kill());
    await ended;
    cancelKill();
  };

  const restart = async (): Promise<void> => {
    if (stopping || restarting) return;
    failures = 0;
    if (current === undefined) {
      cancelRestart?.();
      launch();
      return;
    }
    restarting = true;
    await endNow();
    restarting = false;
  };

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopNow());

  return { start: launch, stop, restart, send };
};
