import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { FaultError } from '../../../../core/contract/errors.ts';
import { businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { timeOrderedIds } from '../../../ports/random-ids.ts';
import { systemClock } from '../../../ports/system-clock.ts';
import { hl7FaultsSchema } from './faults.ts';
import { type Hl7Simulator, startHl7Simulator } from './simulator.ts';

interface MainOptions {
  readonly port: number;
  readonly hubHost: string;
  readonly hubPort: number;
  readonly faults?: string;
  readonly bookings: boolean;
}

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('not a port');
  return port;
};

const faultsIn = (text: string | undefined) => {
  let given: unknown = {};
  try {
    given = text === undefined ? {} : (JSON.parse(text) as unknown);
  } catch {
    throw new FaultError('config-invalid', '--faults is no JSON');
  }
  const { data } = hl7FaultsSchema.safeParse(given);
  if (data === undefined) throw new FaultError('config-invalid', '--faults: no such switches');
  return data;
};

const RETRY_MS = 2_000;

/** Sends the bookings of today, as often as it takes for the hub to be there. */
const untilTold = async (simulator: Hl7Simulator): Promise<void> => {
  try {
    await simulator.tell.bookingsOf(businessDayOf(systemClock.now()));
  } catch {
    systemClock.after(RETRY_MS, () => void untilTold(simulator));
  }
};

const run = async (options: MainOptions): Promise<void> => {
  const simulator = await startHl7Simulator({
    port: options.port,
    hub: () => ({ host: options.hubHost, port: options.hubPort }),
    clock: systemClock,
    ids: timeOrderedIds(systemClock),
  });
  simulator.faults.set(faultsIn(options.faults));
  const stop = (): void => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.on('disconnect', stop);
  process.send?.({ type: 'ready', url: `mllp://127.0.0.1:${simulator.port}` });
  process.stdout.write(`simulated HL7 v2 HIS ready on port ${simulator.port}\n`);
  if (options.bookings) await untilTold(simulator);
};

const command = new Command('simulated-hl7-his')
  .description('A hospital information system of synthetic people, speaking HL7 v2 over MLLP')
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 2575)
  .option('--hub-host <host>', 'where the hub listens', '127.0.0.1')
  .option('--hub-port <number>', 'port of the hub', portNumber, 2576)
  .option('--bookings', 'send the bookings of today to the hub', false)
  .option('--faults <json>', 'trouble on purpose, such as {"noAnswer": 2}')
  .exitOverride();

try {
  await run(command.parse().opts<MainOptions>());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const words = error instanceof FaultError ? error.message : 'internal failure';
    process.stderr.write(`error: ${words}\n`);
    process.exitCode = 1;
  }
}
