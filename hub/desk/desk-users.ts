import { type DeskRole, type DeskUser, deskLoginSchema } from '../../core/contract/desk-access.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Database, type Queryable, SqlError } from '../storage/database.ts';
import { recordDeed } from './desk-audit.ts';
import { forgetTries } from './desk-tries.ts';
import { type PasswordHash } from './password.ts';

/** Somebody who works at the desk. */
export interface DeskPerson extends DeskUser {
  readonly password: PasswordHash;
  readonly mustChange: boolean;
  readonly isDisabled: boolean;
}

export interface ListedUser extends DeskUser {
  readonly isDisabled: boolean;
  readonly lastSignedInAt: string | null;
}

interface PersonRow {
  readonly user_id: string;
  readonly login: string;
  readonly name: string;
  readonly role: DeskRole;
  readonly salt: string;
  readonly hash: string;
  readonly memory_kib: number;
  readonly passes: number;
  readonly must_change: boolean;
  readonly disabled_at: string | null;
}

const personOf = (row: PersonRow): DeskPerson => ({
  userId: row.user_id,
  login: row.login,
  name: row.name,
  role: row.role,
  password: {
    salt: row.salt,
    hash: row.hash,
    memoryKib: row.memory_kib,
    passes: row.passes,
  },
  mustChange: row.must_change,
  isDisabled: row.disabled_at !== null,
});

const COLUMNS =
  'user_id, login, name, role, salt, hash, memory_kib, passes, must_change, disabled_at';

export const personOfLogin = async (
  tx: Queryable,
  login: string,
): Promise<DeskPerson | undefined> => {
  const { rows } = await tx.query<PersonRow>(`select ${COLUMNS} from desk_user where login = $1`, [
    login,
  ]);
  return rows.map(personOf)[0];
};

export const listUsers = async (database: Queryable): Promise<ListedUser[]> => {
  const { rows } = await database.query<ListedUser>(
    `select user_id as "userId", login, name, role, disabled_at is not null as "isDisabled",
       last_signed_in_at as "lastSignedInAt"
     from desk_user order by disabled_at is not null, login`,
  );
  return rows;
};

/**
 * Adds somebody, with a password that has to be changed at the first sign-in.
 * @throws FaultError `bad-request` where the login is taken or no login.
 */
export const addUser = async (
  database: Database,
  user: DeskUser,
  password: PasswordHash,
  at: string,
): Promise<void> => {
  if (!deskLoginSchema.safeParse(user.login).success) {
    throw new FaultError(
      'bad-request',
      'a login has 2 to 32 small letters, digits, . _ - and begins with a letter',
    );
  }
  const { salt, hash, memoryKib, passes } = password;
  await database
    .transaction(async tx => {
      await tx.query(
        `insert into desk_user (user_id, login, name, role, salt, hash, memory_kib, passes,
           must_change, added_at) values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)`,
        [user.userId, user.login, user.name, user.role, salt, hash, memoryKib, passes, at],
      );
      await recordDeed(tx, { at, action: 'user-added', subject: `${user.login} ${user.role}` });
    })
    .catch((error: unknown) => {
      if (error instanceof SqlError && error.constraint === 'desk_user_login_key') {
        throw new FaultError('bad-request', `somebody has the login ${user.login}`);
      }
      throw error;
    });
};

/** Adds somebody whose password stays as it is; who has that login already keeps their own. */
export const addUserOnce = async (
  database: Database,
  user: DeskUser,
  password: PasswordHash,
  at: string,
): Promise<void> => {
  if ((await personOfLogin(database, user.login)) !== undefined) return;
  await addUser(database, user, password, at);
  await writePassword(database, user.userId, password, false);
};

/** Ends what is open in somebody's name. */
const endSessionsOf = (tx: Queryable, userId: string, at: string) =>
  tx.query(
    `update desk_session set ended_at = $2, ended_because = 'ended'
     where user_id = $1 and ended_at is null`,
    [userId, at],
  );

const known = async (tx: Queryable, login: string): Promise<DeskPerson> => {
  const person = await personOfLogin(tx, login);
  if (person === undefined) throw new FaultError('bad-request', `nobody has the login ${login}`);
  return person;
};

/** Lets somebody in no more, or again. @throws FaultError `bad-request` for an unknown login. */
export const setDisabled = (
  database: Database,
  login: string,
  isDisabled: boolean,
  at: string,
): Promise<void> =>
  database.transaction(async tx => {
    const { userId } = await known(tx, login);
    await tx.query('update desk_user set disabled_at = $2 where user_id = $1', [
      userId,
      isDisabled ? at : null,
    ]);
    if (isDisabled) await endSessionsOf(tx, userId, at);
    const action = isDisabled ? 'user-disabled' : 'user-enabled';
    await recordDeed(tx, { at, action, subject: login });
  });

/**
 * Gives somebody another password, to be changed at the next sign-in; a lock is lifted with it.
 * @throws FaultError `bad-request` for an unknown login.
 */
export const resetPassword = (
  database: Database,
  login: string,
  password: PasswordHash,
  at: string,
): Promise<void> =>
  database.transaction(async tx => {
    const { userId } = await known(tx, login);
    await writePassword(tx, userId, password, true);
    await endSessionsOf(tx, userId, at);
    await forgetTries(tx, login);
    await recordDeed(tx, { at, action: 'password-reset', subject: login });
  });

export const writePassword = async (
  tx: Queryable,
  userId: string,
  { salt, hash, memoryKib, passes }: PasswordHash,
  mustChange: boolean,
): Promise<void> => {
  await tx.query(
    `update desk_user set salt = $2, hash = $3, memory_kib = $4, passes = $5, must_change = $6
     where user_id = $1`,
    [userId, salt, hash, memoryKib, passes, mustChange],
  );
};
