import { Command } from 'commander';
import { portNumber } from '../../cli/arguments.ts';
import { faultsIn, runSimulator } from '../../cli/simulator-program.ts';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { portalFaultsSchema } from './faults.ts';
import { startPortalSimulator } from './portal-simulator.ts';

interface MainOptions {
  readonly port: number;
  readonly faults?: string;
}

const command = new Command('simulated-insurance-portal')
  .description("The insurer's look-up portal with cards of synthetic people, over HTTP")
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 8091)
  .option('--faults <json>', 'trouble on purpose, such as {"delayMs": 5000}')
  .exitOverride();

await runSimulator('simulated insurance portal', async () => {
  const options = command.parse().opts<MainOptions>();
  const faults = faultsIn(portalFaultsSchema, options.faults);
  const ids = timeOrderedIds(systemClock);
  const simulator = await startPortalSimulator({ port: options.port, clock: systemClock, ids });
  simulator.faults.set(faults);
  return simulator;
});
