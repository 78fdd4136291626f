import { Command } from 'commander';
import { businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { portNumber } from '../../../cli/arguments.ts';
import { faultsIn, runSimulator } from '../../../cli/simulator-program.ts';
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

const RETRY_MS = 2_000;

/** Sends the bookings of today, as often as it takes for the hub to be there. */
const untilTold = async (simulator: Hl7Simulator): Promise<void> => {
  try {
    const today = businessDayOf(systemClock.now());
    await simulator.tell.bookingsOf(today);
    await simulator.tell.billsOf(today);
  } catch {
    systemClock.after(RETRY_MS, () => void untilTold(simulator));
  }
};

const command = new Command('simulated-hl7-his')
  .description('A hospital information system of synthetic people, speaking HL7 v2 over MLLP')
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 2575)
  .option('--hub-host <host>', 'where the hub listens', '127.0.0.1')
  .option('--hub-port <number>', 'port of the hub', portNumber, 2576)
  .option('--bookings', 'send the bookings of today to the hub', false)
  .option('--faults <json>', 'trouble on purpose, such as {"noAnswer": 2}')
  .exitOverride();

await runSimulator('simulated HL7 v2 HIS', async () => {
  const options = command.parse().opts<MainOptions>();
  const faults = faultsIn(hl7FaultsSchema, options.faults);
  const simulator = await startHl7Simulator({
    port: options.port,
    hub: () => ({ host: options.hubHost, port: options.hubPort }),
    clock: systemClock,
    ids: timeOrderedIds(systemClock),
  });
  simulator.faults.set(faults);
  if (options.bookings) void untilTold(simulator);
  return { url: `mllp://127.0.0.1:${simulator.port}`, close: () => simulator.close() };
});
