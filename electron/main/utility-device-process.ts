import { utilityProcess, type UtilityProcess } from 'electron';
import { type DeviceProcessLauncher } from '../../native-bridges/contract/device-process.ts';

/** Native code gets what it needs to find its libraries, and no secret of the program. */
const PASSED_ON = /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|windir|APPDATA)$/i;

const environment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && PASSED_ON.test(entry[0]),
    ),
  );

/** `kill()` of a utility process asks politely; a process stuck in native code does not hear it. */
const killNow = (child: UtilityProcess): void => {
  try {
    if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  } catch {
    child.kill();
  }
};

/**
 * Starts the device process as Electron's twin of `child_process.fork`; the entry file is the same.
 * Only after `ready`.
 */
export const createUtilityLauncher =
  (entry: string): DeviceProcessLauncher =>
  () => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'tiep-don-devices',
      stdio: 'inherit',
      env: environment(),
    });
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    // V8 could not go on: the exit that follows says enough, its report may hold memory.
    child.on('error', () => undefined);
    return {
      get pid() {
        return child.pid;
      },
      send: (message, failed) => {
        if (ended) {
          failed(new Error('the device process has ended'));
          return;
        }
        try {
          child.postMessage(message);
        } catch (cause) {
          failed(cause instanceof Error ? cause : new Error('the message cannot be sent'));
        }
      },
      onMessage: listener => child.on('message', listener),
      onEnd: listener => child.once('exit', code => listener(`exit code ${code}`)),
      kill: () => killNow(child),
    };
  };
