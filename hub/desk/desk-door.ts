import { type Handlers } from '../../core/contract/contract.ts';
import { type DeskAccess, type deskAccessMethods } from '../../core/contract/desk-access.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type AttemptLimit, createAttemptLimit } from '../enrolment/attempt-limit.ts';
import { type Database } from '../storage/database.ts';
import { readAudit, recordDeed } from './desk-audit.ts';
import { type DeskCaller, userOf } from './desk-caller.ts';
import { type DeskSessions, type SessionState } from './desk-sessions.ts';
import { beginTry, forgetTries } from './desk-tries.ts';
import { type DeskPerson, listUsers, personOfLogin, writePassword } from './desk-users.ts';
import {
  hashPassword,
  isPassword,
  PASSWORD_COST,
  type PasswordCost,
  passwordFault,
} from './password.ts';

export interface DoorParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: DeskSessions;
  /** Less in tests. */
  readonly cost?: PasswordCost;
}

const accessOf = (found: SessionState): DeskAccess =>
  found.state === 'out'
    ? found
    : {
        state: 'in',
        user: found.session.user,
        mustChangePassword: found.session.mustChangePassword,
        idleAt: instantOf(found.session.idleAt),
        endsAt: instantOf(found.session.endsAt),
      };

type Judgement =
  | { readonly result: 'right'; readonly person: DeskPerson }
  | { readonly result: 'refused' }
  | { readonly result: 'locked'; readonly waitSeconds: number };

/** Is the password of that name right? A computation at a time: each takes 19 MiB. */
const createJudge = ({ database, clock, cost = PASSWORD_COST }: DoorParts, limit: AttemptLimit) => {
  let before: Promise<unknown> = Promise.resolve();
  const judge = async (login: string, password: string, address: string): Promise<Judgement> => {
    limit.check(address);
    const now = clock.now();
    const counted = await beginTry(database, login, now);
    if (!counted.may) return { result: 'locked', waitSeconds: counted.waitSeconds };
    const person = await personOfLogin(database, login);
    const isRight = await isPassword(password, person?.password, cost);
    if (isRight && person !== undefined && !person.isDisabled) {
      await forgetTries(database, login);
      return { result: 'right', person };
    }
    limit.failed(address);
    const action = counted.pauseMs > 0 ? 'sign-in-locked' : 'sign-in-refused';
    // What was typed is kept only where it is somebody's login.
    await recordDeed(database, { at: instantOf(now), action, subject: person?.login ?? '' });
    return counted.pauseMs > 0
      ? { result: 'locked', waitSeconds: Math.ceil(counted.pauseMs / 1000) }
      : { result: 'refused' };
  };
  return (login: string, password: string, address: string): Promise<Judgement> => {
    const judged = before.then(() => judge(login, password, address));
    before = judged.catch(() => undefined);
    return judged;
  };
};

/** Coming in, going out, and who did what. */
export const createDoorHandlers = (
  parts: DoorParts,
): Handlers<typeof deskAccessMethods, DeskCaller> => {
  const { database, clock, sessions, cost = PASSWORD_COST } = parts;
  const judge = createJudge(parts, createAttemptLimit(clock));

  return {
    access: async (_input, { token }) => accessOf(await sessions.find(token)),
    async signIn({ login, password }, caller) {
      const judged = await judge(login.trim().toLowerCase(), password, caller.address);
      if (judged.result !== 'right') return judged;
      const { userId } = judged.person;
      const at = instantOf(clock.now());
      if (caller.token !== undefined) await sessions.end(caller.token);
      const token = await database.transaction(async tx => {
        await tx.query('update desk_user set last_signed_in_at = $2 where user_id = $1', [
          userId,
          at,
        ]);
        await recordDeed(tx, { at, userId, action: 'signed-in' });
        return sessions.open(tx, userId);
      });
      caller.keepToken(token);
      return { result: 'in', access: accessOf(await sessions.find(token)) };
    },
    async signOut(_input, caller) {
      const { userId } = userOf(caller);
      if (caller.token !== undefined) await sessions.end(caller.token);
      caller.keepToken(undefined);
      await recordDeed(database, { at: instantOf(clock.now()), userId, action: 'signed-out' });
      return {};
    },
    async touch(_input, { token }) {
      if (token !== undefined) await sessions.touch(token);
      return accessOf(await sessions.find(token));
    },
    async changePassword({ current, next }, caller) {
      const { userId, login } = userOf(caller);
      const why = current === next ? 'as-before' : passwordFault(next, login);
      if (why !== undefined) return { result: 'weak', why };
      const judged = await judge(login, current, caller.address);
      if (judged.result !== 'right') return judged;
      const hash = await hashPassword(next, cost);
      const token = await database.transaction(async tx => {
        await writePassword(tx, userId, hash, false);
        const at = instantOf(clock.now());
        await recordDeed(tx, { at, userId, action: 'password-changed' });
        // Whoever else has signed in under the old one has to come again.
        await tx.query(
          `update desk_session set ended_at = $2, ended_because = 'ended'
           where user_id = $1 and ended_at is null`,
          [userId, at],
        );
        return sessions.open(tx, userId);
      });
      caller.keepToken(token);
      sessions.forget();
      return { result: 'changed' };
    },
    audit: async ({ before, limit }) => ({ entries: await readAudit(database, before, limit) }),
    users: async () => ({ users: await listUsers(database) }),
  };
};
