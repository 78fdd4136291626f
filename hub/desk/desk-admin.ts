import { z } from 'zod';
import { defineContract, type Handlers } from '../../core/contract/contract.ts';
import {
  deskAccessMethods,
  deskLoginSchema,
  deskPasswordSchema,
  deskUserSchema,
} from '../../core/contract/desk-access.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type Database } from '../storage/database.ts';
import { readAudit } from './desk-audit.ts';
import { addUser, listUsers, resetPassword, setDisabled } from './desk-users.ts';
import { hashPassword, passwordFault, type PasswordHash } from './password.ts';

const loginSchema = z.object({ login: deskLoginSchema });

/** People of the desk, from the command line: the first one is made here. */
export const deskAdminMethods = defineContract({
  deskUsers: {
    role: 'admin',
    input: z.object({}),
    output: deskAccessMethods.users.output,
  },
  addDeskUser: {
    role: 'admin',
    input: deskUserSchema.omit({ userId: true }).extend({ password: deskPasswordSchema }),
    output: deskUserSchema,
  },
  resetDeskPassword: {
    role: 'admin',
    input: loginSchema.extend({ password: deskPasswordSchema }),
    output: z.object({}),
  },
  disableDeskUser: {
    role: 'admin',
    input: loginSchema.extend({ isDisabled: z.boolean() }),
    output: z.object({}),
  },
  deskAudit: {
    role: 'admin',
    input: deskAccessMethods.audit.input,
    output: deskAccessMethods.audit.output,
  },
});

const PROBLEMS = {
  'too-short': 'a password has at least 10 characters',
  'too-long': 'a password has at most 128 characters',
  'says-the-login': 'the password holds the login',
  'one-of-the-first-tried': 'this password would be guessed',
  'as-before': 'this is the password in use',
} as const;

const hashed = (password: string, login: string): Promise<PasswordHash> => {
  const fault = passwordFault(password, login);
  if (fault !== undefined) throw new FaultError('bad-request', PROBLEMS[fault]);
  return hashPassword(password);
};

export const createDeskAdminHandlers = ({
  database,
  clock,
  ids,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}): Handlers<typeof deskAdminMethods> => {
  const at = (): string => instantOf(clock.now());
  return {
    deskUsers: async () => ({ users: await listUsers(database) }),
    async addDeskUser({ password, ...wish }) {
      const user = { ...wish, userId: ids.uuid() };
      await addUser(database, user, await hashed(password, wish.login), at());
      return user;
    },
    async resetDeskPassword({ login, password }) {
      await resetPassword(database, login, await hashed(password, login), at());
      return {};
    },
    async disableDeskUser({ login, isDisabled }) {
      await setDisabled(database, login, isDisabled, at());
      return {};
    },
    deskAudit: async ({ before, limit }) => ({ entries: await readAudit(database, before, limit) }),
  };
};
