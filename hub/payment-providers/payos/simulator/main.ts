import { flushCompileCache } from 'node:module';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { startPayosSimulator } from './payos-simulator.ts';

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('not a port');
  return port;
};

interface Options {
  readonly port: number;
  readonly hubUrl: string;
  readonly clientId: string;
}

const run = async ({ port, hubUrl, clientId }: Options): Promise<void> => {
  const { PAYOS_API_KEY: apiKey = '', PAYOS_CHECKSUM_KEY: checksumKey = '' } = process.env;
  const simulator = await startPayosSimulator({
    port,
    clientId,
    apiKey,
    checksumKey,
    webhookUrl: () => `${hubUrl}/payment-notices/payos`,
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
  process.stdout.write(`simulated payOS ready at ${simulator.url}\n`);
  // Written at the end by itself, which a process that is killed does not reach.
  flushCompileCache();
};

const command = new Command('simulated-payos')
  .description('payOS over HTTP: orders, signed notices to a hub, and a customer who pays')
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 8092)
  .option('--hub-url <url>', 'the hub that is told what was paid', 'http://127.0.0.1:4810')
  .option('--client-id <id>', 'client that it knows', 'demonstration')
  .exitOverride();

try {
  await run(command.parse().opts<Options>());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const known = error instanceof Error && 'code' in error;
    process.stderr.write(`error: ${known ? error.message : 'internal failure'}\n`);
    process.exitCode = 1;
  }
}
