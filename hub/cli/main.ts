import { Command, InvalidArgumentError, Option } from 'commander';
import { idSchema } from '../../core/contract/primitives.ts';
import { DELIVERY_STATES, type DeliveryState } from '../his/delivery/delivery-store.ts';
import { rotateCertificate, showCertificate } from './certificate-commands.ts';
import { checkConfiguration, showConfiguration } from './config-commands.ts';
import { listing, listingRefused, retrying, showing } from './deliveries-commands.ts';
import { doctor } from './doctor-command.ts';
import { duration, type EnrolOptions, newEnrolment } from './enrol-commands.ts';
import { listingKiosks, renamingKiosk, revokingKiosk, showingKiosk } from './kiosks-commands.ts';
import { type ExitCode, type Output, endingOf, standardOutput } from './output.ts';
import { type PlaceOptions, settingsOf } from './settings.ts';
import { start } from './start-command.ts';
import { programVersion } from './version.ts';

interface GlobalOptions {
  readonly json?: boolean;
}

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('not a port (0-65535)');
  return port;
};

const limitNumber = (text: string): number => {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new InvalidArgumentError('not a number from 1');
  return limit;
};

const webAddress = (text: string): string => {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('not an http(s) URL');
  }
  return text;
};

const kioskName = (text: string): string => {
  if (idSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('not a name for a kiosk: letters, digits, . _ -');
};

const databaseAddress = (text: string): string => {
  if (!/^postgres(ql)?:\/\//.test(text)) throw new InvalidArgumentError('not a postgres:// URL');
  return text;
};

/** Options every command that touches data takes. */
const withPlaces = (command: Command): Command =>
  command
    .option('--data <dir>', 'folder of the embedded database and the keys')
    .option(
      '--database <url>',
      'PostgreSQL server instead of the embedded one (or DATABASE_URL)',
      databaseAddress,
    )
    .option('--config <file>', 'configuration file (JSON)')
    .option('--secrets <dir>', "folder of the hub's keys")
    .option('--his <url>', 'FHIR base URL of the HIS', webAddress);

const program = new Command('hub')
  .description('The hospital hub: takes visits from the kiosks and brings them into the HIS')
  .version(programVersion())
  .option('--json', 'print JSON')
  .exitOverride()
  .showHelpAfterError('(--help shows what there is)');

let exitCode: ExitCode = 0;

const outputOf = (command: Command): Output =>
  standardOutput(command.optsWithGlobals<GlobalOptions>().json === true);

const settings = (command: Command) => settingsOf(command.opts<PlaceOptions>(), process.env);

withPlaces(program.command('start').description('run the hub'))
  .option('--port <number>', 'port to listen on, 0 for any that is free', portNumber)
  .option('--host <address>', 'address to listen on')
  .action(async (_options, command: Command) => {
    exitCode = await start(settings(command), outputOf(command));
  });

withPlaces(program.command('doctor').description('look at everything the hub depends on')).action(
  async (_options, command: Command) => {
    exitCode = await doctor(settings(command), outputOf(command));
  },
);

const config = program.command('config').description('the configuration file');
config
  .command('check')
  .description('check a configuration file')
  .argument('<file>')
  .action((file: string, _options, command: Command) => {
    checkConfiguration(file, outputOf(command));
  });
withPlaces(
  config.command('show').description('the configuration in force, defaults included'),
).action((_options, command: Command) => {
  showConfiguration(settings(command), outputOf(command));
});

const deliveries = program.command('deliveries').description('what goes to the HIS');
withPlaces(deliveries.command('list').description('deliveries that are not done, or of one state'))
  .addOption(new Option('--state <state>', 'only these').choices(DELIVERY_STATES))
  .option('--limit <number>', 'at most so many', limitNumber, 100)
  .action(async (options: { state?: DeliveryState; limit: number }, command: Command) => {
    await listing(settings(command), outputOf(command), options);
  });
withPlaces(deliveries.command('show').description('one delivery and what the HIS said'))
  .argument('<event-id>')
  .action(async (eventId: string, _options, command: Command) => {
    await showing(settings(command), outputOf(command), eventId);
  });
withPlaces(deliveries.command('refused').description('events refused at intake, kept here'))
  .option('--limit <number>', 'at most so many', limitNumber, 100)
  .action(async (options: { limit: number }, command: Command) => {
    await listingRefused(settings(command), outputOf(command), options.limit);
  });
withPlaces(deliveries.command('retry').description('queue dead letters again'))
  .argument('[event-id...]')
  .option('--all', 'every dead letter')
  .action(async (eventIds: string[], options: { all?: boolean }, command: Command) => {
    await retrying(settings(command), outputOf(command), eventIds, options.all === true);
  });

const enrol = program.command('enrol').description('let kiosks join');
withPlaces(enrol.command('new').description('a code that lets one kiosk join, once'))
  .option('--kiosk <name>', 'the name it gets; replaces the machine that has it', kioskName)
  .option('--valid <time>', 'how long the code works, 1m to 24h', duration, duration('15m'))
  .option('--out <file>', 'the code as a picture too: .png or .svg')
  .action(async (options: EnrolOptions, command: Command) => {
    await newEnrolment(settings(command), outputOf(command), options);
  });

const kiosks = program.command('kiosks').description('machines that joined');
withPlaces(kiosks.command('list').description('every kiosk, its clock and when it was seen'))
  .option('--all', 'also machines that were replaced')
  .action(async (options: { all?: boolean }, command: Command) => {
    await listingKiosks(settings(command), outputOf(command), options.all === true);
  });
withPlaces(kiosks.command('show').description('the machines that have or had a name'))
  .argument('<name>', '', kioskName)
  .action(async (name: string, _options, command: Command) => {
    await showingKiosk(settings(command), outputOf(command), name);
  });
withPlaces(kiosks.command('revoke').description('take nothing from a machine any more'))
  .argument('<name>', '', kioskName)
  .action(async (name: string, _options, command: Command) => {
    await revokingKiosk(settings(command), outputOf(command), name);
  });
withPlaces(kiosks.command('rename').description('give a machine another name'))
  .argument('<name>', '', kioskName)
  .argument('<new-name>', '', kioskName)
  .action(async (name: string, to: string, _options, command: Command) => {
    await renamingKiosk(settings(command), outputOf(command), name, to);
  });

const certificate = program.command('certificate').description('what kiosks know the hub by');
withPlaces(certificate.command('show').description('the key in use and the one that follows')).action(
  (_options, command: Command) => {
    showCertificate(settings(command), outputOf(command));
  },
);
withPlaces(certificate.command('rotate').description('put the announced key in place'))
  .option('--force', 'although some kiosks have not heard of it')
  .action(async (options: { force?: boolean }, command: Command) => {
    await rotateCertificate(settings(command), outputOf(command), options.force === true);
  });

try {
  await program.parseAsync();
} catch (error) {
  const ending = endingOf(error);
  if (ending.line !== undefined) {
    for (const line of ending.line.split('\n')) process.stderr.write(`error: ${line}\n`);
  }
  exitCode = ending.exitCode;
}
process.exitCode = exitCode;
if (process.send !== undefined && process.connected) process.disconnect();
