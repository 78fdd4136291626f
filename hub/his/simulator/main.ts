import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { portNumber } from '../../cli/arguments.ts';
import { runSimulator } from '../../cli/simulator-program.ts';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { defaultHubDirectory } from '../../storage/data-directory.ts';
import { startSimulator } from './simulator.ts';

interface MainOptions {
  readonly data: string;
  readonly port: number;
  readonly pace: number;
}

const positiveNumber = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('not a number above 0');
  return value;
};

const command = new Command('simulated-his')
  .description('A hospital information system of synthetic people, speaking FHIR R4 over HTTP')
  .option('--data <dir>', 'folder for its data', join(defaultHubDirectory(), '..', 'his'))
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 8090)
  .option('--pace <factor>', 'how much faster than life the clinics work', positiveNumber, 1)
  .exitOverride();

await runSimulator('simulated HIS', () => {
  const { data, port, pace } = command.parse().opts<MainOptions>();
  return startSimulator({
    directory: data,
    port,
    pace,
    clock: systemClock,
    ids: timeOrderedIds(systemClock),
  });
});
