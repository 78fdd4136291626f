import { createHash } from 'node:crypto';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { pauseAfter } from '../../core/sign-in/try-pause.ts';
import { type Database, type Queryable } from '../storage/database.ts';

/** Names are kept as hashes: people type passwords into the wrong field. */
const hashOf = (login: string): string =>
  createHash('sha256').update(`desk login ${login}`).digest('hex');

/** Failures are forgotten after a day without a try. */
const FORGET_MS = 24 * 60 * 60_000;

export type Try =
  | { readonly may: true; readonly pauseMs: number }
  | { readonly may: false; readonly waitSeconds: number };

/**
 * Counts a try before it is judged, so that many at once are many, and a power cut makes none a free
 * one. Names that do not exist are counted alike, and so tell nothing.
 */
export const beginTry = (database: Database, login: string, now: number): Promise<Try> =>
  database.transaction(async tx => {
    const loginHash = hashOf(login);
    await tx.query(
      `insert into desk_tries (login_hash, failures, locked_until, tried_at)
       values ($1, 0, $2, $2) on conflict (login_hash) do nothing`,
      [loginHash, instantOf(now)],
    );
    const { rows } = await tx.query<{ failures: number; locked_until: string; tried_at: string }>(
      'select failures, locked_until, tried_at from desk_tries where login_hash = $1 for update',
      [loginHash],
    );
    const [kept] = rows;
    const waitMs = Date.parse(kept?.locked_until ?? '') - now;
    if (waitMs > 0) return { may: false, waitSeconds: Math.ceil(waitMs / 1000) };
    const isOld = now - Date.parse(kept?.tried_at ?? '') > FORGET_MS;
    const failures = (isOld ? 0 : (kept?.failures ?? 0)) + 1;
    const pauseMs = pauseAfter(failures);
    await tx.query(
      `update desk_tries set failures = $2, locked_until = $3, tried_at = $4
       where login_hash = $1`,
      [loginHash, failures, instantOf(now + pauseMs), instantOf(now)],
    );
    return { may: true, pauseMs };
  });

/** A right password, or a new one, begins anew. */
export const forgetTries = async (tx: Queryable, login: string): Promise<void> => {
  await tx.query('delete from desk_tries where login_hash = $1', [hashOf(login)]);
};
