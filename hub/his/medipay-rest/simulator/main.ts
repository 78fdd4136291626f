import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { FaultError } from '../../../../core/contract/errors.ts';
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

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('not a port');
  return port;
};

const seconds = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0)) throw new InvalidArgumentError('not a number of seconds');
  return value;
};

const faultsIn = (text: string | undefined) => {
  let given: unknown = {};
  try {
    given = text === undefined ? {} : (JSON.parse(text) as unknown);
  } catch {
    throw new FaultError('config-invalid', '--faults is no JSON');
  }
  const { data } = medipayFaultsSchema.safeParse(given);
  if (data === undefined) throw new FaultError('config-invalid', '--faults: no such switches');
  return data;
};

const run = async (options: MainOptions): Promise<void> => {
  const key = process.env[SIGNING_KEY];
  if (key === undefined || key === '') {
    throw new FaultError('config-invalid', `the key of the signatures is missing: ${SIGNING_KEY}`);
  }
  const simulator = await startMedipaySimulator({
    port: options.port,
    merchantId: options.merchant,
    key,
    clock: systemClock,
    callEveryMs: options.callEvery * 1_000,
  });
  simulator.faults.set(faultsIn(options.faults));
  const stop = (): void => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.on('disconnect', stop);
  process.send?.({ type: 'ready', url: simulator.url });
  process.stdout.write(`simulated REST HIS ready at ${simulator.url}\n`);
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
