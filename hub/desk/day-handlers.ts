import { unexplainedOf } from '../../core/billing/day-difference.ts';
import { type Handlers } from '../../core/contract/contract.ts';
import { type deskDayMethods } from '../../core/contract/desk-day.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import {
  dayStatus,
  explainDifference,
  explainDifferences,
  signDay,
} from '../day-close/day-close.ts';
import { listDays } from '../day-close/day-list.ts';
import { cashlessShare } from '../reports/cashless-share.ts';
import { cashlessTable, paymentsTable } from '../reports/report-tables.ts';
import { dayTable } from '../reports/day-table.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { type DeskCaller } from './desk-caller.ts';
import { namedSignature, readDeskDay } from './desk-day.ts';
import { createDeskWork } from './desk-work.ts';
import { readActorNames } from './actor-names.ts';

export interface DayParts {
  readonly database: Database;
  readonly clock: Clock;
  /** What the hospital is called on its papers. */
  readonly readHospital: () => Promise<string>;
}

/** Differences of each kind that a paper lists one by one. */
const ON_PAPER = 50;

const unexplainedOn = async (tx: Queryable, day: BusinessDay) => ({
  unexplained: unexplainedOf((await dayStatus(tx, day)).differences).length,
});

/** The close of a day and exports. The journal decides what is possible. */
export const createDayHandlers = ({
  database,
  clock,
  readHospital,
}: DayParts): Handlers<typeof deskDayMethods, DeskCaller> => {
  const { doing, file } = createDeskWork(database, clock);
  const today = () => businessDayOf(clock.now());
  return {
    async days({ limit }) {
      const nameOf = await readActorNames(database);
      const days = await listDays(database, today(), limit);
      return {
        today: today(),
        days: days.map(one => ({ ...one, signature: namedSignature(one.signature, nameOf) })),
      };
    },
    day: ({ day, limit }) => readDeskDay(database, day, { today: today(), limit }),
    explainDifference: (explanation, caller) =>
      doing(
        caller,
        'difference-explained',
        `${explanation.day} ${explanation.kind}`,
        async (tx, by) => {
          await explainDifference(tx, explanation, by);
          return unexplainedOn(tx, explanation.day);
        },
      ),
    explainDifferences: (explanation, caller) =>
      doing(
        caller,
        'difference-explained',
        `${explanation.day} ${explanation.kind} ${explanation.number}`,
        async (tx, by) => {
          await explainDifferences(tx, explanation, by);
          return unexplainedOn(tx, explanation.day);
        },
      ),
    signDay: ({ day }, caller) =>
      doing(caller, 'day-signed', day, async (tx, by) => {
        const { signature } = await signDay(tx, day, by);
        const named = namedSignature(signature, await readActorNames(tx));
        if (named === null) throw new FaultError('internal', 'the day was not signed');
        return { signature: named };
      }),
    async dayFile({ day, format }, caller) {
      const books = await readDeskDay(database, day, {
        today: today(),
        limit: format === 'pdf' ? ON_PAPER : Number.MAX_SAFE_INTEGER,
      });
      return file(caller, dayTable(books, await readHospital()), format, `day-${day}`);
    },
    paymentsFile: async ({ from, to, format }, caller) =>
      file(caller, await paymentsTable(database, from, to), format, `payments-${from}-${to}`),
    async cashless({ from, to }) {
      const share = await cashlessShare(database, from, to);
      return { ...share, rows: [...share.rows] };
    },
    async cashlessFile({ from, to, format }, caller) {
      const share = await cashlessShare(database, from, to);
      const table = cashlessTable(from, to, share, await readHospital());
      return file(caller, table, format, `cashless-${from}-${to}`);
    },
  };
};
