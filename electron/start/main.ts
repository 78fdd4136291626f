import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { asFaultError } from '../../core/contract/errors.ts';
import { port } from '../cli/arguments.ts';
import { userDataDirectory } from '../configuration/data-directory.ts';
import { requireModernRuntime } from '../storage/runtime-guard.ts';
import { lockDirectory } from '../storage/data-lock.ts';
import { deskPeopleLine } from './desk-people.ts';
import { type Demonstration, startDemonstration } from './demonstration.ts';
import { ProgramEnded } from './program.ts';
import { HIS_DIALECTS, type HisDialect } from './simulated-his.ts';

interface StartOptions {
  readonly data: string;
  readonly shell?: 'electron' | 'browser' | 'none';
  readonly port: number;
  readonly hubPort: number;
  readonly deskPort: number;
  readonly hisPort: number;
  readonly portalPort: number;
  readonly providerPort: number;
  readonly hisDialect: HisDialect;
  readonly database?: string;
  readonly config?: string;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const table = (running: Demonstration, options: StartOptions): readonly string[] => [
  `  hospital system   ${running.his}   (simulated, ${running.hisLanguage})`,
  `  insurance portal  ${running.portal}   (simulated)`,
  `  payment provider  ${running.provider}   (simulated; paid from the device panel)`,
  `  hub               ${running.hub}   (${options.database === undefined ? 'embedded PostgreSQL' : 'PostgreSQL server'})`,
  ...(running.desk === undefined
    ? []
    : [`  cashiers' desk    ${running.desk}`, `    sign in as      ${deskPeopleLine()}`]),
  `  kiosk             ${running.shell}`,
  ...(running.screen === undefined ? [] : [`  screen, once      ${running.screen}`]),
  ...(running.panel === undefined ? [] : [`  device panel      ${running.panel}`]),
  ...(running.payment === undefined ? [] : [`  payment, once     ${running.payment}`]),
  `  data and logs     ${options.data}`,
];

const start = async (options: StartOptions): Promise<void> => {
  const startedAt = performance.now();
  const data = resolve(options.data);
  const unlock = lockDirectory(data);
  say(`Tiếp Đón ${packageJson.version}: starting`);
  const running = await startDemonstration({
    dataDirectory: data,
    shell: options.shell,
    screenPort: options.port,
    hubPort: options.hubPort,
    deskPort: options.deskPort,
    hisPort: options.hisPort,
    portalPort: options.portalPort,
    providerPort: options.providerPort,
    hisDialect: options.hisDialect,
    databaseUrl: options.database,
    kioskConfig: options.config,
    report: line => process.stderr.write(`${line}\n`),
  });
  for (const line of table(running, { ...options, data })) say(line);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`ready after ${seconds} s: a patient can check in. Ctrl-C stops everything.`);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say('stopping');
    void running.stop().then(() => {
      unlock();
      say('stopped');
      process.exit(0);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

const program = new Command('npm start --')
  .description('Starts a whole demonstration: simulated hospital system, hub, kiosk and screen.')
  .version(packageJson.version)
  .exitOverride()
  .showHelpAfterError('(--help tells more)')
  .option('--data <dir>', 'folder for all data', userDataDirectory())
  .addOption(
    new Option(
      '--shell <kind>',
      'what shows the screen (default: the first that is there)',
    ).choices(['electron', 'browser', 'none']),
  )
  .option('--port <number>', 'port of the screen on this machine, 0 = any', port, 0)
  .option('--hub-port <number>', 'port of the hub, 0 = any', port, 4810)
  .option('--desk-port <number>', "port of the cashiers' desk, 0 = any", port, 4812)
  .option('--his-port <number>', 'port of the simulated hospital system, 0 = any', port, 4820)
  .option('--portal-port <number>', 'port of the simulated insurance portal, 0 = any', port, 4821)
  .option('--provider-port <number>', 'port of the simulated payment provider, 0 = any', port, 4822)
  .addOption(
    new Option('--his-dialect <name>', 'what the simulated hospital system speaks')
      .choices(HIS_DIALECTS)
      .default('fhir-r4'),
  )
  .option('--database <url>', 'PostgreSQL server for the hub instead of the embedded one')
  .option('--config <file>', 'kiosk configuration (JSON)')
  .action(start);

try {
  requireModernRuntime();
  await program.parseAsync();
} catch (cause) {
  // What the command line has to say about itself is said already; 2 where it was not understood.
  if (cause instanceof CommanderError) process.exit(cause.exitCode === 0 ? 0 : 2);
  process.stderr.write(
    `${cause instanceof ProgramEnded ? cause.message : asFaultError(cause).message}\n`,
  );
  process.exit(cause instanceof ProgramEnded ? cause.exitCode : 1);
}
