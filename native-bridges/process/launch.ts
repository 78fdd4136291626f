import { type ChildProcess, fork } from 'node:child_process';
import { type DeviceProcess, type DeviceProcessLauncher } from '../contract/device-process.ts';

/** What a process needs to run; secrets of the host's environment stay with the host. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'NODE_COMPILE_CACHE',
];
/** The end of what native code says before it dies is worth keeping. */
const LAST_WORDS = 300;

/** A process that hangs does not notice that its host is gone. */
const alive = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of alive) child.kill('SIGKILL');
};

/**
 * Starts device processes with `child_process.fork`.
 * @param entry path of the process entry: `native-bridges/process/main.ts`, or its bundle
 */
export const createForkLauncher =
  (entry: string): DeviceProcessLauncher =>
  () => {
    const child = fork(entry, [], {
      execArgv: [],
      env: Object.fromEntries(PASSED_ON.map(name => [name, process.env[name]])),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-LAST_WORDS);
    });

    const kill = (): void => void child.kill('SIGKILL');
    if (alive.size === 0) process.once('exit', killAll);
    alive.add(child);

    let exited: string | undefined;
    let ended = false;
    const endListeners: ((reason: string) => void)[] = [];
    const end = (reason: string): void => {
      if (ended) return;
      ended = true;
      alive.delete(child);
      if (alive.size === 0) process.off('exit', killAll);
      for (const listener of endListeners) listener(`${reason} ${lastWords}`.trim());
    };
    // What the child said last is delivered after its exit and before the channel closes.
    const endOnceQuiet = (): void => {
      if (exited !== undefined && !child.connected) end(exited);
    };
    child.on('exit', (code, signal) => {
      exited = signal ?? `exit code ${code ?? 'unknown'}`;
      endOnceQuiet();
    });
    child.on('disconnect', endOnceQuiet);
    child.on('error', cause => {
      if (child.pid === undefined) end(cause.message);
    });

    const launched: DeviceProcess = {
      pid: child.pid,
      send: (message, failed) => {
        if (!child.connected) {
          failed(new Error('the channel is closed'));
          return;
        }
        child.send(message as object, cause => {
          if (cause !== null) failed(cause);
        });
      },
      onMessage: listener => void child.on('message', listener),
      onEnd: listener => void endListeners.push(listener),
      kill,
    };
    return launched;
  };
