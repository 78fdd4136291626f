import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { businessDaySchema } from '../../core/contract/primitives.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { DELIVERY_STATES, type DeliveryState } from '../his/delivery/delivery-store.ts';
import { systemClock } from '../ports/system-clock.ts';
import { portNumber } from './arguments.ts';
import {
  backingUp,
  type BackupOptions,
  type RestoreOptions,
  restoring,
} from './backup-commands.ts';
import { afterRestore, forgetKey } from './restored-command.ts';
import { checkConfiguration, showConfiguration } from './config-commands.ts';
import { BANK_PROFILE_IDS } from '../../core/statement/bank-profiles.ts';
import { importingStatement, type StatementOptions } from './statement-command.ts';
import { verifyingJournal } from './journal-command.ts';
import { type Period, reconciling, reportingCashless } from './reconcile-commands.ts';
import { addDeskCommands } from './desk-line.ts';

import { listingDevices } from './devices-command.ts';
import { doctor } from './doctor-command.ts';
import { counters, failures, unverified } from './insurance-commands.ts';
import { testInsurance } from './insurance-test-command.ts';
import { addKioskCommands } from './kiosk-line.ts';
import { listingGaps } from './numbers-commands.ts';
import { testHis } from './his-command.ts';
import { exporting, listing, listingRefused, retrying, showing } from './outbox-commands.ts';
import { type ExitCode, type Output, endingOf, standardOutput } from './output.ts';
import { addPayCommands } from './pay-commands.ts';
import { type PlaceOptions, settingsOf } from './settings.ts';
import { start } from './start-command.ts';
import { programVersion } from './version.ts';
import { listingVisits } from './visits-commands.ts';

interface GlobalOptions {
  readonly json?: boolean;
}

const limitNumber = (text: string): number => {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new InvalidArgumentError('not a number from 1');
  return limit;
};

const dayName = (text: string): string => {
  if (!businessDaySchema.safeParse(text).success) throw new InvalidArgumentError('not a day');
  return text;
};

const hisUrl = (text: string): string => {
  if (!/^(https?|mllp):\/\//.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('not an http(s) or mllp URL');
  }
  return text;
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
    .option('--his <url>', 'address of the HIS: http(s), or mllp://host:port for HL7 v2', hisUrl);

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

const insurance = program.command('insurance').description("look-ups at the insurer's portal");
withPlaces(insurance.command('test').description('try the portal, step by step')).action(
  async (_options, command: Command) => {
    exitCode = await testInsurance(settings(command), outputOf(command));
  },
);
for (const [name, what, run] of [
  ['counters', 'look-ups of a day by method and result', counters],
  ['failures', 'evidence of a day that the portal could not be asked', failures],
  ['unverified', 'visits of a day whose card is not verified', unverified],
] as const) {
  withPlaces(insurance.command(name).description(what))
    .option('--day <yyyy-MM-dd>', 'another day than today', dayName)
    .option('--limit <number>', 'at most so many', limitNumber, 1_000)
    .action(async (options: { day?: string; limit: number }, command: Command) => {
      await run(settings(command), outputOf(command), options);
    });
}
const visits = program.command('visits').description('the visits of a day');
withPlaces(
  visits.command('list').description('with the state of their tickets and what to look at'),
)
  .option('--day <date>', 'day, as 2026-11-23 (default: today)', dayName)
  .option('--noted', 'only those with something to look at')
  .option('--limit <number>', 'at most so many', limitNumber, 500)
  .action(async (options: { day?: string; noted?: boolean; limit: number }, command: Command) => {
    const { day = businessDayOf(systemClock.now()), noted = false, limit } = options;
    await listingVisits(settings(command), outputOf(command), { day, noted, limit });
  });

const his = program.command('his').description('the hospital information system');
withPlaces(his.command('test').description('go through the HIS step by step; nothing is stored'))
  .option('--patient <number>', 'number of a patient it knows')
  .action(async (options: { patient?: string }, command: Command) => {
    exitCode = await testHis(settings(command), outputOf(command), options.patient);
  });

const outbox = program
  .command('outbox')
  .alias('deliveries')
  .description('what goes to the HIS, and what was refused');
withPlaces(outbox.command('list').description('deliveries that are not done, or of one state'))
  .addOption(new Option('--state <state>', 'only these').choices(DELIVERY_STATES))
  .option('--limit <number>', 'at most so many', limitNumber, 100)
  .action(async (options: { state?: DeliveryState; limit: number }, command: Command) => {
    await listing(settings(command), outputOf(command), options);
  });
withPlaces(outbox.command('show').description('one delivery and what the HIS said'))
  .argument('<event-id>')
  .action(async (eventId: string, _options, command: Command) => {
    await showing(settings(command), outputOf(command), eventId);
  });
withPlaces(outbox.command('refused').description('events refused at intake, kept here'))
  .option('--limit <number>', 'at most so many', limitNumber, 100)
  .action(async (options: { limit: number }, command: Command) => {
    await listingRefused(settings(command), outputOf(command), options.limit);
  });
withPlaces(outbox.command('retry').description('queue dead letters again'))
  .argument('[event-id...]')
  .option('--all', 'every dead letter')
  .action(async (eventIds: string[], options: { all?: boolean }, command: Command) => {
    await retrying(settings(command), outputOf(command), eventIds, options.all === true);
  });

withPlaces(
  outbox.command('export').description('everything the HIS does not have, into a new file'),
)
  .requiredOption('--out <file>', 'new file, one JSON event a line (personal data)')
  .action(async (options: { out: string }, command: Command) => {
    await exporting(settings(command), outputOf(command), resolve(options.out));
  });

withPlaces(
  program
    .command('restored')
    .description('an older copy of the database was put in place: make it safe to go on with'),
).action(async (_options, command: Command) => {
  await afterRestore(settings(command), outputOf(command));
});

withPlaces(
  program
    .command('forget-patient-key')
    .description('the key of the patient hashes is lost: begin with a new one'),
).action(async (_options, command: Command) => {
  await forgetKey(settings(command), outputOf(command));
});

const numbers = program.command('numbers').description('queue numbers');
withPlaces(numbers.command('gaps').description('numbers of a day that nobody holds, and why'))
  .option('--day <date>', 'day, as 2026-11-23 (default: today)', dayName)
  .action(async (options: { day?: string }, command: Command) => {
    const day = options.day ?? businessDayOf(systemClock.now());
    await listingGaps(settings(command), outputOf(command), day);
  });

withPlaces(program.command('devices').description('how the devices of the kiosks are'))
  .option('--kiosk <id>', 'only of this kiosk')
  .option('--changes <number>', 'the last so many changes', limitNumber, 20)
  .action(async (options: { kiosk?: string; changes: number }, command: Command) => {
    exitCode = await listingDevices(settings(command), outputOf(command), options);
  });

const journal = program.command('journal').description('the journal of all money');
withPlaces(
  journal.command('verify').description('prove that no entry was changed, added or removed'),
).action(async (_options, command: Command) => {
  exitCode = await verifyingJournal(settings(command), outputOf(command));
});

const statement = program.command('statement').description('statements of the bank accounts');
withPlaces(statement.command('import').description('bring a statement into the journal, once'))
  .argument('<file>', 'CSV, XLSX, MT940 or camt.053')
  .addOption(
    new Option('--bank <bank>', 'whose export it is')
      .choices(BANK_PROFILE_IDS)
      .makeOptionMandatory(),
  )
  .option('--account <number>', 'where the file does not say it')
  .option('--dry-run', 'try everything and keep nothing')
  .action(async (file: string, options: StatementOptions, command: Command) => {
    exitCode = await importingStatement(settings(command), outputOf(command), file, options);
  });

withPlaces(
  program
    .command('reconcile')
    .description(
      'bills, bank and HIS of a day against each other; 1 where something is not explained',
    ),
)
  .requiredOption('--day <date>', 'day, as 2026-11-23', dayName)
  .action(async ({ day }: { day: string }, command: Command) => {
    exitCode = await reconciling(settings(command), outputOf(command), day);
  });
const report = program.command('report').description('figures for the health department');
withPlaces(report.command('cashless').description('share that was not paid in cash'))
  .requiredOption('--from <date>', 'first day, as 2026-11-01', dayName)
  .requiredOption('--to <date>', 'last day', dayName)
  .action(async (period: Period, command: Command) => {
    await reportingCashless(settings(command), outputOf(command), period);
  });

addPayCommands(program.command('pay').description('codes of QR payments'), outputOf);
addDeskCommands(program, { withPlaces, settings, outputOf });
addKioskCommands(program, { withPlaces, settings, outputOf });

const keyFile = '--key <file>';
withPlaces(program.command('backup').description('everything the hub keeps, in one sealed file'))
  .requiredOption('--out <file>', 'file to write')
  .option(keyFile, 'file with the passphrase; else it is read from standard input')
  .action(async (options: BackupOptions, command: Command) => {
    await backingUp(settings(command), outputOf(command), options);
  });
withPlaces(program.command('restore').description('put a backup into an empty place'))
  .argument('<file>')
  .option(keyFile, 'file with the passphrase; else it is read from standard input')
  .option('--latest', 'no number was given out since the backup: go on where it ends')
  .action(async (file: string, options: RestoreOptions, command: Command) => {
    await restoring(settings(command), outputOf(command), file, options);
  });

// Whoever reads may have seen enough (`| head`): that ends no program, and no hub.
process.stdout.on('error', () => undefined);
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
