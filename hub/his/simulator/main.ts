import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { FaultError } from '../../../core/contract/errors.ts';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { defaultHubDirectory } from '../../storage/data-directory.ts';
import { startSimulator } from './simulator.ts';

interface MainOptions {
  readonly data: string;
  readonly port: number;
  readonly pace: number;
}

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('not a port');
  return port;
};

const positiveNumber = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('not a number above 0');
  return value;
};

const line = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const run = async (options: MainOptions): Promise<void> => {
  const simulator = await startSimulator({
    directory: options.data,
    port: options.port,
    pace: options.pace,
    clock: systemClock,
    ids: timeOrderedIds(systemClock),
  });
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
  line(`simulated HIS ready at ${simulator.url}`);
  // Written at the end by itself, which a process that is killed does not reach.
  flushCompileCache();
};

const command = new Command('simulated-his')
  .description('A hospital information system of synthetic people, speaking FHIR R4 over HTTP')
  .option('--data <dir>', 'folder for its data', join(defaultHubDirectory(), '..', 'his'))
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 8090)
  .option('--pace <factor>', 'how much faster than life the clinics work', positiveNumber, 1)
  .exitOverride();

try {
  await run(command.parse().opts<MainOptions>());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const known = error instanceof FaultError || (error instanceof Error && 'code' in error);
    process.stderr.write(`error: ${known ? error.message : 'internal failure'}\n`);
    process.exitCode = 1;
  }
}
