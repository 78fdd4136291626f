import { type DeskRole } from '../../core/contract/desk-access.ts';
import { CommandError, type Output } from './output.ts';
import { secretLine } from './passphrase.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

export const listingUsers = (settings: Settings, output: Output): Promise<void> =>
  withRegister(settings, async register => {
    const { users } = await register.deskUsers({});
    if (output.json) {
      output.value({ users });
      return;
    }
    for (const { login, name, role, isDisabled, lastSignedInAt } of users) {
      const seen = lastSignedInAt === null ? 'never signed in' : `last ${lastSignedInAt}`;
      output.line(
        [login.padEnd(16), role.padEnd(10), isDisabled ? 'disabled' : seen, name].join('  '),
      );
    }
    if (users.length === 0) output.line('nobody yet: hub desk users add LOGIN --name … --role …');
  });

/** A command line is no secret: the password is typed, or piped in. */
const newPassword = (login: string): Promise<string> => secretLine(`password of ${login}: `);

export const addingUser = async (
  settings: Settings,
  output: Output,
  user: { readonly login: string; readonly name: string; readonly role: DeskRole },
): Promise<void> => {
  const { login, name, role } = user;
  const password = await newPassword(login);
  await withRegister(settings, async register => {
    const added = await register.addDeskUser({ login, name, role, password });
    if (output.json) output.value(added);
    else output.line(`${login} may sign in as ${role}, and chooses another password at once`);
  });
};

export const resettingUser = async (
  settings: Settings,
  output: Output,
  login: string,
): Promise<void> => {
  const password = await newPassword(login);
  await withRegister(settings, async register => {
    await register.resetDeskPassword({ login, password });
    if (output.json) output.value({ login });
    else output.line(`${login} has a new password, signed out everywhere, and is not locked`);
  });
};

export const disablingUser = (
  settings: Settings,
  output: Output,
  login: string,
  isDisabled: boolean,
): Promise<void> =>
  withRegister(settings, async register => {
    await register.disableDeskUser({ login, isDisabled });
    if (output.json) output.value({ login, isDisabled });
    else output.line(isDisabled ? `${login} is signed out and not let in` : `${login} may come in`);
  });

export const listingAudit = (settings: Settings, output: Output, limit: number): Promise<void> => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
    throw new CommandError('--limit is a number from 1 to 200', 2);
  }
  return withRegister(settings, async register => {
    const { entries } = await register.deskAudit({ limit });
    if (output.json) {
      output.value({ entries });
      return;
    }
    for (const { at, who, action, subject } of entries) {
      output.line([at, action.padEnd(20), who ?? '-', subject].join('  ').trimEnd());
    }
  });
};
