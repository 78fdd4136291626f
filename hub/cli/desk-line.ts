import { type Command, InvalidArgumentError, Option } from 'commander';
import { DESK_ROLES, type DeskRole, deskLoginSchema } from '../../core/contract/desk-access.ts';
import {
  addingUser,
  disablingUser,
  listingAudit,
  listingUsers,
  resettingUser,
} from './desk-commands.ts';
import { type LineParts } from './kiosk-line.ts';

const loginName = (text: string): string => {
  if (deskLoginSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('not a login: 2 to 32 of a-z 0-9 . _ -, a letter first');
};

interface NewUser {
  readonly name: string;
  readonly role: DeskRole;
}

/** `desk …`: who works at the cashiers’ desk. */
export const addDeskCommands = (
  program: Command,
  { withPlaces, settings, outputOf }: LineParts,
): void => {
  const desk = program.command('desk').description('the desk of the cashiers');
  const users = desk.command('users').description('who may sign in');
  withPlaces(users.command('list').description('everybody, and when they came last')).action(
    async (_options, command: Command) => {
      await listingUsers(settings(command), outputOf(command));
    },
  );
  withPlaces(users.command('add').description('somebody new; the password is typed, or piped in'))
    .argument('<login>', '', loginName)
    .requiredOption('--name <name>', 'as colleagues know them')
    .addOption(
      new Option('--role <role>', 'what they may do').choices(DESK_ROLES).makeOptionMandatory(),
    )
    .action(async (login: string, user: NewUser, command: Command) => {
      await addingUser(settings(command), outputOf(command), { ...user, login });
    });
  withPlaces(users.command('reset').description('another password, and any lock lifted'))
    .argument('<login>', '', loginName)
    .action(async (login: string, _options, command: Command) => {
      await resettingUser(settings(command), outputOf(command), login);
    });
  withPlaces(users.command('disable').description('let somebody in no more'))
    .argument('<login>', '', loginName)
    .option('--undo', 'let them in again')
    .action(async (login: string, options: { undo?: boolean }, command: Command) => {
      await disablingUser(settings(command), outputOf(command), login, options.undo !== true);
    });
  withPlaces(desk.command('audit').description('who did what, the newest first'))
    .option('--limit <number>', 'at most so many (1 to 200)', '50')
    .action(async ({ limit }: { limit: string }, command: Command) => {
      await listingAudit(settings(command), outputOf(command), Number(limit));
    });
};
