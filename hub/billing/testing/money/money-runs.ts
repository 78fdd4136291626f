import { momentOn, addDays } from '../../../../core/scheduling/business-day.ts';
import { type FakeClock } from '../../../ports/testing/fake-clock.ts';
import { type Database } from '../../../storage/database.ts';
import { trialBalance } from '../../journal.ts';
import { verifyJournal } from '../../journal-verification.ts';
import { BILL_STEPS } from './bill-steps.ts';
import { DAY_STEPS, signing } from './day-steps.ts';
import { failingDatabase } from './failing-database.ts';
import { MATCH_STEPS } from './match-steps.ts';
import { checkMoney, checkSeals } from './money-check.ts';
import { type MoneyCommand, type MoneyEventKind } from './money-event.ts';
import { moneyHub, type MoneyHubParts } from './money-hub.ts';
import { MoneyModel, type MoneyStep, same } from './money-model.ts';
import { PAYMENT_STEPS } from './payment-steps.ts';
import { REFUND_STEPS } from './refund-steps.ts';
import { closing, SHIFT_STEPS } from './shift-steps.ts';
import { STATEMENT_STEPS } from './statement-steps.ts';
import { type HubAtWork, troubledHub } from './troubled-hub.ts';

const STEPS: Readonly<Record<MoneyEventKind, MoneyStep>> = {
  ...BILL_STEPS,
  ...PAYMENT_STEPS,
  ...STATEMENT_STEPS,
  ...MATCH_STEPS,
  ...REFUND_STEPS,
  ...SHIFT_STEPS,
  ...DAY_STEPS,
};

/** Between two events: no two things happen in the same instant. */
const MOMENT_MS = 1_000;

/** Runs of random events against the model, one after the other in one database. */
export interface MoneyRuns {
  /**
   * From the morning of a day on which everything before is signed to the evening when everything is
   * signed again. @throws where the money and its model part, with the event at which it was seen.
   */
  run(commands: readonly MoneyCommand[]): Promise<void>;
  /** What is looked at once for all runs: the journal from its first entry, and the seals. */
  finish(): Promise<void>;
}

type Parts = Omit<MoneyHubParts, 'database' | 'clock'> & {
  readonly clock: FakeClock;
  /** Two hubs on one database, each with its own connections. */
  readonly databases: readonly [Database, Database];
};

const nextMorning = ({ clock, today }: MoneyModel): void => {
  clock.advance(Date.parse(momentOn(addDays(today, 1), '08:00')) - clock.now());
};

/** Every drawer is counted, every difference explained, the day signed. */
const endOfDay = async (model: MoneyModel, hub: ReturnType<typeof moneyHub>): Promise<void> => {
  // What happens after the signature belongs to the next day.
  if (model.lastSigned >= model.today) nextMorning(model);
  for (const shift of model.shifts.filter(({ isOpen }) => isOpen)) {
    await closing(model, hub, shift, { amount: shift.holds, reason: 'cuoi ngay' });
  }
  await signing(model, hub, model.today, true);
};

export const moneyRuns = ({ databases, clock, ...parts }: Parts): MoneyRuns => {
  const hubs = databases.map((database): HubAtWork => {
    const failing = failingDatabase(database);
    return { database: failing, hub: moneyHub({ ...parts, clock, database: failing }) };
  });
  const [first, second] = hubs as [HubAtWork, HubAtWork];
  const [database] = databases;
  let last: MoneyModel | undefined;
  return {
    async run(commands) {
      const model = new MoneyModel(clock, database, last);
      const before = await trialBalance(database);
      for (const [at, { event, isSecondHub, trouble }] of commands.entries()) {
        clock.advance(MOMENT_MS);
        const [one, other] = isSecondHub ? [second, first] : [first, second];
        try {
          await STEPS[event.kind](model, troubledHub(one, other, trouble), event);
        } catch (cause) {
          const what = JSON.stringify({ event, trouble });
          const why = cause instanceof Error ? cause.message : String(cause);
          throw new Error(`event ${at + 1}, ${what}: ${why}`, { cause });
        }
      }
      clock.advance(MOMENT_MS);
      await endOfDay(model, first.hub);
      await checkMoney(model, before);
      last = model;
      nextMorning(model);
    },
    async finish() {
      same('the journal', (await verifyJournal(database)).intact, true);
      await checkSeals(database);
    },
  };
};
