import { Command, InvalidArgumentError } from 'commander';
import { FaultError } from '../../../../core/contract/errors.ts';
import { portNumber } from '../../../cli/arguments.ts';
import { faultsIn, runSimulator } from '../../../cli/simulator-program.ts';
import { systemClock } from '../../../ports/system-clock.ts';
import { SIGNING_KEY } from '../open-medipay-his.ts';
import { medipayRestSettingsSchema } from '../settings.ts';
import { medipayFaultsSchema } from './faults.ts';
import { startMedipaySimulator } from './simulator.ts';

interface MainOptions {
  readonly port: number;
  readonly merchant: string;
  readonly callEvery: number;
  readonly faults?: string;
}

const seconds = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0)) throw new InvalidArgumentError('not a number of seconds');
  return value;
};

const signingKey = (): string => {
  const key = process.env[SIGNING_KEY];
  if (key !== undefined && key !== '') return key;
  throw new FaultError('config-invalid', `the key of the signatures is missing: ${SIGNING_KEY}`);
};

const command = new Command('simulated-rest-his')
  .description('A hospital information system of synthetic people with the kiosk REST contract')
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 8095)
  .option(
    '--merchant <id>',
    'x-merchant-id it knows',
    medipayRestSettingsSchema.parse({}).merchantId,
  )
  .option('--call-every <seconds>', 'how often each clinic calls, 0 for never', seconds, 120)
  .option('--faults <json>', 'trouble on purpose, such as {"dropAnswers": 2}')
  .exitOverride();

await runSimulator('simulated REST HIS', async () => {
  const options = command.parse().opts<MainOptions>();
  const faults = faultsIn(medipayFaultsSchema, options.faults);
  const simulator = await startMedipaySimulator({
    port: options.port,
    merchantId: options.merchant,
    key: signingKey(),
    clock: systemClock,
    callEveryMs: options.callEvery * 1_000,
  });
  simulator.faults.set(faults);
  return simulator;
});
