import { flushCompileCache } from 'node:module';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { startPortalSimulator } from './portal-simulator.ts';

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('not a port');
  return port;
};

const run = async ({ port }: { readonly port: number }): Promise<void> => {
  const ids = timeOrderedIds(systemClock);
  const simulator = await startPortalSimulator({ port, clock: systemClock, ids });
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
  process.stdout.write(`simulated insurance portal ready at ${simulator.url}\n`);
  // Written at the end by itself, which a process that is killed does not reach.
  flushCompileCache();
};

const command = new Command('simulated-insurance-portal')
  .description("The insurer's look-up portal with cards of synthetic people, over HTTP")
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 8091)
  .exitOverride();

try {
  await run(command.parse().opts<{ port: number }>());
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const known = error instanceof Error && 'code' in error;
    process.stderr.write(`error: ${known ? error.message : 'internal failure'}\n`);
    process.exitCode = 1;
  }
}
