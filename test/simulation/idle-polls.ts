import type { PostgresSession } from './postgres-session.ts';

/** A statement that hubs repeat all day, and what it cannot do without. */
interface Poll {
  readonly begins: RegExp;
  readonly table: string;
  readonly needs: string;
}

const POLLS: readonly Poll[] = [
  {
    begins:
      /^\s*(with claimed as \(\s*update delivery|update delivery set state = 'queued', lease)/,
    table: 'delivery',
    needs: "select from delivery where state in ('queued', 'in-flight') limit 1",
  },
  {
    begins: /^\s*(with claimed as \(\s*update|update) insurance_recheck/,
    table: 'insurance_recheck',
    needs: "select from insurance_recheck where state not in ('verified', 'no-key') limit 1",
  },
];

/**
 * A session that does not trouble PostgreSQL with polls that cannot find anything, since nothing
 * they look for is there: most of the time of a world is spent waiting for something to happen.
 */
export const sparingIdlePolls = (session: PostgresSession): PostgresSession => {
  const pollOf = new Map<string, Poll | undefined>();
  /** What each needs is there; forgotten with every write. */
  const isThere = new Map<Poll, boolean>();

  const known = (sql: string): Poll | undefined => {
    if (!pollOf.has(sql))
      pollOf.set(
        sql,
        POLLS.find(({ begins }) => begins.test(sql)),
      );
    return pollOf.get(sql);
  };
  const forgetAfter = (sql: string): void => {
    if (sql.startsWith('select')) return;
    for (const poll of isThere.keys()) if (sql.includes(poll.table)) isThere.delete(poll);
  };
  const findsNothing = (poll: Poll): boolean => {
    const there = isThere.get(poll) ?? session.query(poll.needs).rows.length > 0;
    isThere.set(poll, there);
    return !there;
  };

  return {
    ...session,
    query: (sql, parameters) => {
      const poll = known(sql);
      if (poll !== undefined && findsNothing(poll)) return { rows: [], affected: 0 };
      forgetAfter(sql);
      return session.query(sql, parameters);
    },
    script: sql => {
      if (sql !== 'begin' && sql !== 'commit') isThere.clear();
      session.script(sql);
    },
    empty: () => {
      isThere.clear();
      session.empty();
    },
  };
};
