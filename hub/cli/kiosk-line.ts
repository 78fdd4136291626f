import { type Command, InvalidArgumentError } from 'commander';
import { idSchema } from '../../core/contract/primitives.ts';
import { rotateCertificate, showCertificate } from './certificate-commands.ts';
import { duration, type EnrolOptions, newEnrolment } from './enrol-commands.ts';
import { listingKiosks, renamingKiosk, revokingKiosk, showingKiosk } from './kiosks-commands.ts';
import { type Output } from './output.ts';
import { type Settings } from './settings.ts';

/** What every command of the hub takes and knows. */
export interface LineParts {
  readonly withPlaces: (command: Command) => Command;
  readonly settings: (command: Command) => Settings;
  readonly outputOf: (command: Command) => Output;
}

const kioskName = (text: string): string => {
  if (idSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('not a name for a kiosk: letters, digits, . _ -');
};

/** `enrol …`, `kiosks …`, `certificate …`: which machines may talk to the hub. */
export const addKioskCommands = (program: Command, parts: LineParts): void => {
  addEnrol(program, parts);
  addKiosks(program, parts);
  addCertificate(program, parts);
};

const addEnrol = (program: Command, { withPlaces, settings, outputOf }: LineParts): void => {
  const enrol = program.command('enrol').description('let kiosks join');
  withPlaces(enrol.command('new').description('a code that lets one kiosk join, once'))
    .option('--kiosk <name>', 'the name it gets; replaces the machine that has it', kioskName)
    .option('--valid <time>', 'how long the code works, 1m to 24h', duration, duration('15m'))
    .option('--out <file>', 'the code as a picture too: .png or .svg')
    .action(async (options: EnrolOptions, command: Command) => {
      await newEnrolment(settings(command), outputOf(command), options);
    });
};

const addKiosks = (program: Command, { withPlaces, settings, outputOf }: LineParts): void => {
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
};

const addCertificate = (program: Command, { withPlaces, settings, outputOf }: LineParts): void => {
  const certificate = program.command('certificate').description('what kiosks know the hub by');
  withPlaces(
    certificate.command('show').description('the key in use and the one that follows'),
  ).action((_options, command: Command) => {
    showCertificate(settings(command), outputOf(command));
  });
  withPlaces(certificate.command('rotate').description('put the announced key in place'))
    .option('--force', 'although some kiosks have not heard of it')
    .action(async (options: { force?: boolean }, command: Command) => {
      await rotateCertificate(settings(command), outputOf(command), options.force === true);
    });
};
