import { flushCompileCache } from 'node:module';
import { CommanderError } from 'commander';
import { FaultError } from '../../core/contract/errors.ts';
import { jsonIn } from '../../core/contract/json-text.ts';

/** A simulated system that answers at an address. */
export interface RunningSimulator {
  readonly url: string;
  close(): Promise<void>;
}

interface Switches<T> {
  safeParse(value: unknown): { readonly data?: T | undefined };
}

/**
 * The switches for trouble given with `--faults`.
 * @throws FaultError `config-invalid`
 */
export const faultsIn = <T>(schema: Switches<T>, text = '{}'): T => {
  const given = jsonIn(text);
  if (given === undefined) throw new FaultError('config-invalid', '--faults is no JSON');
  const { data } = schema.safeParse(given);
  if (data === undefined) throw new FaultError('config-invalid', '--faults: no such switches');
  return data;
};

const isKnown = (thrown: unknown): thrown is Error =>
  thrown instanceof FaultError || (thrown instanceof Error && 'code' in thrown);

/**
 * Runs a simulator as a program of its own: says where it is, to its parent too, and ends with a
 * signal or with its parent. `start` reads the command line. Exit codes: 2 where that was not
 * understood, 1 where the simulator could not start, with one line.
 */
export const runSimulator = async (
  name: string,
  start: () => Promise<RunningSimulator>,
): Promise<void> => {
  try {
    const simulator = await start();
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      void simulator.close().then(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.on('disconnect', stop);
    process.send?.({ type: 'ready', url: simulator.url });
    process.stdout.write(`${name} ready at ${simulator.url}\n`);
    // Written at the end by itself, which a process that is killed does not reach.
    flushCompileCache();
  } catch (error) {
    // Commander has said its line.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      process.stderr.write(`error: ${isKnown(error) ? error.message : 'internal failure'}\n`);
      process.exitCode = 1;
    }
  }
};
