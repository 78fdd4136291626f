import { resolve } from 'node:path';
import { Argument, Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import type { SampleTicket } from '../host/sample-ticket.ts';
import { systemClock } from '../host/system-ports.ts';
import { count, day, moment, port } from './arguments.ts';
import { addCardCommands } from './card-line.ts';
import { configCheck, configShow } from './config-command.ts';
import { addDevicesCommands } from './devices-line.ts';
import { refusingOtherNames } from './default-command.ts';
import { runDoctor } from './doctor-run.ts';
import { enrolCommand } from './enrol-command.ts';
import {
  type Answering,
  kioskPlace,
  type PlaceOptions,
  withBridge,
  withInspector,
} from './kiosk-place.ts';
import { linkCommand } from './link-command.ts';
import {
  outboxExport,
  outboxList,
  type OutboxListing,
  outboxResend,
  outboxRetry,
  outboxShow,
} from './outbox-command.ts';
import { give, giveFailure } from './output.ts';
import { scanCommand } from './scan-command.ts';
import { addSimulateCommands } from './simulate-line.ts';
import { addStaffCommands } from './staff-line.ts';
import { startKiosk } from './start-command.ts';
import { ticketSample } from './ticket-command.ts';
import { type VisitListing, visitsList, visitsShow } from './visits-command.ts';

interface GlobalOptions extends Pick<PlaceOptions, 'data' | 'config' | 'hubUrl'> {
  readonly json?: boolean;
}

interface FileOption {
  readonly out: string;
}

const today = (): string => businessDayOf(new Date(systemClock.now()).toISOString());

/** Runs one command; usage errors end with 2, findings and failures with 1. */
export const runCommandLine = async (argv: readonly string[]): Promise<void> => {
  const program = commandLine();
  try {
    await program.parseAsync(argv);
  } catch (cause) {
    if (cause instanceof CommanderError) {
      process.exitCode = cause.exitCode === 0 ? 0 : 2;
      return;
    }
    giveFailure(cause, program.opts<GlobalOptions>().json === true);
  }
};

const commandLine = (): Command => {
  const program = new Command('npm run kiosk --')
    .description('The kiosk of Tiếp Đón.')
    .version(packageJson.version)
    .option('--json', 'answer in JSON')
    .option('--data <dir>', 'folder of the data (default: of this user)')
    .option('--config <file>', 'configuration (JSON)')
    .option('--hub-url <url>', 'address of the hub, where it has moved')
    .exitOverride()
    .showHelpAfterError('(--help tells more)');
  const answer: Answering = async work => {
    const options = program.opts<GlobalOptions>();
    give(await work(kioskPlace(options)), options.json === true);
  };

  program
    .command('start')
    .description('run the kiosk on this machine')
    .addOption(new Option('--shell <kind>').choices(['electron', 'browser', 'none']))
    .option('--port <number>', 'port of the screen, 0 = any', port)
    .action((options: PlaceOptions) =>
      startKiosk(kioskPlace({ ...program.opts<GlobalOptions>(), ...options })),
    );
  program
    .command('enrol')
    .argument('<code>', 'what `hub enrol new` printed; spaces and hyphens do not matter')
    .description('join a hub')
    .action((code: string) => answer(place => enrolCommand(place, code)));
  program
    .command('doctor')
    .description('look at everything a check-in needs, and say what to do')
    .action(() => answer(runDoctor));
  program
    .command('link')
    .description('a fresh one-time link to the screen of the running kiosk')
    .option('--panel', 'to the device panel instead', false)
    .option('--payment', 'to the window of the payment display instead', false)
    .action(({ panel, payment }: { readonly panel: boolean; readonly payment: boolean }) =>
      answer(place => linkCommand(place, panel ? 'panel' : payment ? 'payment' : 'screen')),
    );
  program
    .command('scan')
    .argument('<payload>', 'the text a scanner delivers')
    .description('what is this code? parsed fields and warnings')
    .action((payload: string) => answer(() => scanCommand(payload)));
  program
    .command('ticket')
    .description('draw a sample ticket as the printer would print it')
    .requiredOption('--sample', 'a sample with nobody in it')
    .requiredOption('--out <file>', 'PNG file to write')
    .addOption(new Option('--language <code>').choices(['vi', 'en']).default('vi'))
    .option('--large', 'large print', false)
    .action((options: SampleTicket & FileOption) =>
      answer(place =>
        withBridge(place, bridge =>
          ticketSample(bridge, systemClock, options, resolve(options.out)),
        ),
      ),
    );
  addVisits(program, answer);
  addOutbox(program, answer);
  addConfig(program, answer);
  addCardCommands(program, answer);
  addDevicesCommands(program, answer);
  addStaffCommands(program, answer);
  addSimulateCommands(program, answer);
  return program;
};

const addVisits = (program: Command, answer: Answering): void => {
  const visits = program.command('visits').description('the journal of visits; nobody is named');
  refusingOtherNames(visits.command('list', { isDefault: true }))
    .option('--day <date>', 'only of that day', day)
    .option('--limit <number>', 'at most so many', count, 50)
    .action((options: VisitListing) =>
      answer(place => withInspector(place, kiosk => visitsList(kiosk, options))),
    );
  visits
    .command('show')
    .argument('<visit>', 'visit id, or the number on the ticket')
    .option('--day <date>', 'day of the ticket', day, today())
    .action((visit: string, options: { readonly day: string }) =>
      answer(place => withInspector(place, kiosk => visitsShow(kiosk, visit, options.day))),
    );
};

const addOutbox = (program: Command, answer: Answering): void => {
  const states = ['queued', 'in-flight', 'delivered', 'rejected', 'failed'];
  const outbox = program.command('outbox').description('what the hub does not have yet');
  refusingOtherNames(outbox.command('list', { isDefault: true }))
    .addOption(new Option('--state <state>').choices(states))
    .option('--limit <number>', 'at most so many', count, 50)
    .action((options: OutboxListing) =>
      answer(place => withInspector(place, kiosk => outboxList(kiosk, options))),
    );
  outbox
    .command('show')
    .argument('<event>', 'event id')
    .action((id: string) => answer(place => withInspector(place, kiosk => outboxShow(kiosk, id))));
  outbox
    .command('retry')
    .argument('[events...]', 'event ids; without any, all that were not accepted')
    .description('send again what was not accepted')
    .action((ids: string[]) =>
      answer(place => withInspector(place, kiosk => outboxRetry(kiosk, ids))),
    );
  outbox
    .command('resend')
    .description('send again what the hub took: its data were put back to an older copy')
    .requiredOption('--since <time>', 'time of that copy: 2026-11-23T22:00, or with a zone', moment)
    .action(({ since }: { readonly since: string }) =>
      answer(place => withInspector(place, kiosk => outboxResend(kiosk, since))),
    );
  outbox
    .command('export')
    .requiredOption('--out <file>', 'new file, one JSON event a line (personal data)')
    .action((options: FileOption) =>
      answer(place => withInspector(place, kiosk => outboxExport(kiosk, resolve(options.out)))),
    );
};

/** A file with problems is an answer here, not a reason to refuse the command. */
const checking = ({ config, json }: GlobalOptions): void =>
  give(configCheck(config === undefined ? undefined : resolve(config)), json === true);

const addConfig = (program: Command, answer: Answering): void => {
  program
    .command('config')
    .addArgument(new Argument('<what>').choices(['check', 'show']))
    .description('check the configuration file, or show what is in force')
    .action((what: 'check' | 'show') =>
      what === 'check' ? checking(program.opts<GlobalOptions>()) : answer(configShow),
    );
};
