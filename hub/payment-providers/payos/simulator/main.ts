import { Command } from 'commander';
import { portNumber } from '../../../cli/arguments.ts';
import { runSimulator } from '../../../cli/simulator-program.ts';
import { startPayosSimulator } from './payos-simulator.ts';

interface Options {
  readonly port: number;
  readonly hubUrl: string;
  readonly clientId: string;
}

const command = new Command('simulated-payos')
  .description('payOS over HTTP: orders, signed notices to a hub, and a customer who pays')
  .option('--port <number>', 'port on 127.0.0.1, 0 for any that is free', portNumber, 8092)
  .option('--hub-url <url>', 'the hub that is told what was paid', 'http://127.0.0.1:4810')
  .option('--client-id <id>', 'client that it knows', 'demonstration')
  .exitOverride();

await runSimulator('simulated payOS', () => {
  const { port, hubUrl, clientId } = command.parse().opts<Options>();
  const { PAYOS_API_KEY: apiKey = '', PAYOS_CHECKSUM_KEY: checksumKey = '' } = process.env;
  const webhookUrl = () => `${hubUrl}/payment-notices/payos`;
  return startPayosSimulator({ port, clientId, apiKey, checksumKey, webhookUrl });
});
