import { createHash, randomBytes } from 'node:crypto';
import { type DeskRole, type DeskUser } from '../../core/contract/desk-access.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type Queryable } from '../storage/database.ts';

export interface SessionTimes {
  /** Without a key or a click. */
  readonly idleMs: number;
  /** In any case. */
  readonly longestMs: number;
}

export interface DeskSession {
  readonly user: DeskUser;
  readonly mustChangePassword: boolean;
  readonly idleAt: number;
  readonly endsAt: number;
}

export type SessionEnd = 'nobody' | 'idle' | 'over' | 'ended';
export type SessionState =
  | { readonly state: 'in'; readonly session: DeskSession }
  | { readonly state: 'out'; readonly because: SessionEnd };

export interface DeskSessions {
  /** @returns what the browser keeps; nowhere else is it written. */
  open(tx: Queryable, userId: string): Promise<string>;
  find(token: string | undefined): Promise<SessionState>;
  /** A key or a click. */
  touch(token: string): Promise<void>;
  end(token: string): Promise<void>;
  /** What this process remembers of sessions is asked again: somebody was disabled, or changed. */
  forget(): void;
}

interface SessionRow {
  readonly user_id: string;
  readonly login: string;
  readonly name: string;
  readonly role: DeskRole;
  readonly must_change: boolean;
  readonly opened_at: string;
  readonly touched_at: string;
  readonly ended_because: Exclude<SessionEnd, 'nobody'> | null;
  readonly is_disabled: boolean;
}

/**
 * So long a session is believed without asking the database, which a long import may keep busy;
 * another hub hears of its end as late.
 */
const BELIEVED_MS = 10_000;
const REMEMBERED = 500;
const TOKEN_BYTES = 32;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

interface Remembered {
  readonly row: SessionRow;
  readonly touchedAt: number;
  readonly askedAt: number;
}

export const createDeskSessions = (parts: {
  readonly database: Queryable;
  readonly clock: Clock;
  readonly times: SessionTimes;
}): DeskSessions => {
  const { database, clock, times } = parts;
  const remembered = new Map<string, Remembered>();

  const rowOf = async (tokenHash: string): Promise<Remembered | undefined> => {
    const now = clock.now();
    const known = remembered.get(tokenHash);
    if (known !== undefined && now - known.askedAt < BELIEVED_MS) return known;
    const { rows } = await database.query<SessionRow>(
      `select user_id, login, name, role, must_change, opened_at, touched_at, ended_because,
         disabled_at is not null as is_disabled
       from desk_session join desk_user using (user_id) where token_hash = $1`,
      [tokenHash],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    if (remembered.size >= REMEMBERED) remembered.clear();
    const found = { row, touchedAt: Date.parse(row.touched_at), askedAt: now };
    remembered.set(tokenHash, found);
    return found;
  };

  const endedOf = ({ row, touchedAt }: Remembered): SessionEnd | undefined => {
    const now = clock.now();
    if (row.ended_because !== null) return row.ended_because;
    if (row.is_disabled) return 'ended';
    if (now >= Date.parse(row.opened_at) + times.longestMs) return 'over';
    return now >= touchedAt + times.idleMs ? 'idle' : undefined;
  };

  const write = async (tokenHash: string, because: Exclude<SessionEnd, 'nobody'>) => {
    remembered.delete(tokenHash);
    await database.query(
      `update desk_session set ended_at = $2, ended_because = $3
       where token_hash = $1 and ended_at is null`,
      [tokenHash, instantOf(clock.now()), because],
    );
  };

  return {
    async open(tx, userId) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      await tx.query(
        `insert into desk_session (token_hash, user_id, opened_at, touched_at)
         values ($1, $2, $3, $3)`,
        [hashOf(token), userId, instantOf(clock.now())],
      );
      return token;
    },
    async find(token) {
      if (token === undefined) return { state: 'out', because: 'nobody' };
      const tokenHash = hashOf(token);
      const found = await rowOf(tokenHash);
      if (found === undefined) return { state: 'out', because: 'nobody' };
      const because = endedOf(found);
      if (because !== undefined) {
        if (found.row.ended_because === null && because !== 'nobody') {
          await write(tokenHash, because);
        }
        return { state: 'out', because };
      }
      const { user_id: userId, login, name, role, must_change, opened_at } = found.row;
      return {
        state: 'in',
        session: {
          user: { userId, login, name, role },
          mustChangePassword: must_change,
          idleAt: found.touchedAt + times.idleMs,
          endsAt: Date.parse(opened_at) + times.longestMs,
        },
      };
    },
    async touch(token) {
      const tokenHash = hashOf(token);
      const now = clock.now();
      const known = remembered.get(tokenHash);
      if (known !== undefined) remembered.set(tokenHash, { ...known, touchedAt: now });
      await database.query(
        `update desk_session set touched_at = $2 where token_hash = $1 and ended_at is null`,
        [tokenHash, instantOf(now)],
      );
    },
    end: token => write(hashOf(token), 'ended'),
    forget: () => {
      remembered.clear();
    },
  };
};

const DAY_MS = 86_400_000;

/** Sessions that ended, and tries under names nobody types any more. */
export const forgetOldSessions = async (database: Queryable, now: number): Promise<void> => {
  const before = instantOf(now - DAY_MS);
  await database.query('delete from desk_session where touched_at < $1', [before]);
  await database.query('delete from desk_tries where tried_at < $1 and locked_until < $1', [
    before,
  ]);
};
