import { type NumberClass } from '../../core/contract/catalogue.ts';
import { FaultError } from '../../core/contract/errors.ts';
import {
  type NumberLease,
  type NumberSession,
  type NumberSource,
  type QueueNumber,
} from '../../core/contract/scheduling.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { numberLabel } from '../../core/queueing/number-label.ts';
import { halfOfDay, isOver } from '../../core/queueing/number-session.ts';
import { addDays, businessDayOf } from '../../core/scheduling/business-day.ts';
import { type Database, SqlError } from '../storage/database.ts';
import { type IssueOrder, type IssueRow, issueNumbers, issuedBefore } from './number-issue.ts';
import {
  type QuotaSubject,
  countQuotas,
  isLimited,
  lockQuotas,
  roomForLeases,
  roomForTickets,
} from './number-quotas.ts';
import { cancelNumber, returnLease } from './number-returns.ts';
import { type NumberRules, PLAIN_RULES } from './number-rules.ts';

export interface NumberRequest {
  readonly requestId: string;
  /** The kiosk, counter or site that asks. */
  readonly kioskId: string;
  readonly servicePointId: string;
  readonly numberClass: NumberClass;
  readonly day: string;
  /** Letters of the service point and class. */
  readonly series: string;
  /** Who gives it to the patient; a kiosk where absent. */
  readonly source?: NumberSource;
  /** The running half of the day where absent; the morning of a later day. */
  readonly session?: NumberSession | undefined;
  /** Whoever is expected anyway gets a number although a quota is used up; it is counted. */
  readonly isExpected?: boolean;
}

/**
 * The hospital's numbers, counted for each service point, class and day (or half of it). Every
 * method gives the same answer to the same request id.
 * @throws FaultError `not-possible-now` for a day or session that is over or too far ahead,
 *   `clinic-full` where a quota is used up, `idempotency-conflict` where the request id was used
 *   for something else.
 */
export interface Numbers {
  /** The next number: for today, of an online booking for a later day too. */
  take(request: NumberRequest): Promise<QueueNumber>;
  /**
   * A block for one kiosk, for today or tomorrow (so that a night without network is bridged);
   * smaller than `size` where quotas leave no more.
   */
  lease(request: NumberRequest, size: number): Promise<NumberLease>;
  /**
   * A block that its kiosk does not use any more: `used` were given out, from the first on.
   * @returns how many came back; 0 for a block this hub never heard of, as after a restore.
   */
  giveBack(kioskId: string, leaseId: string, used: number): Promise<number>;
  /** Takes back one number; nobody else gets it. @throws FaultError `not-possible-now` once a visit has it. */
  cancel(askedBy: string, requestId: string): Promise<void>;
}

const wasAskedMeanwhile = (thrown: unknown): boolean =>
  thrown instanceof SqlError && thrown.constraint === 'number_issue_pkey';

const RACES = 3;

type Kind = IssueRow['kind'];

/** How many days from today on a number may be for. */
const daysAhead = (kind: Kind, source: NumberSource, rules: NumberRules): number => {
  if (kind === 'lease') return 1;
  return source === 'online' ? rules.onlineDaysAhead : 0;
};

const refuseOtherDays = (
  now: number,
  request: NumberRequest,
  half: NumberSession,
  days: number,
) => {
  const today = businessDayOf(now);
  if (request.day < today || request.day > addDays(today, days)) {
    throw new FaultError('not-possible-now', 'numbers are given for the running day only');
  }
  if (request.session !== undefined && isOver({ day: request.day, session: half }, now)) {
    throw new FaultError('not-possible-now', 'this half of the day is over');
  }
};

const refuseOtherUse = (row: IssueRow, { kind, size, ...order }: IssueOrder): void => {
  const count = row.last_number - row.first_number + 1;
  const same =
    row.kind === kind &&
    row.service_point_id === order.servicePointId &&
    row.day === order.day &&
    row.number_class === order.numberClass &&
    (kind === 'lease' ? count <= size : count === size);
  if (!same)
    throw new FaultError('idempotency-conflict', 'the request id was used for another number');
};

/** Gives numbers only as far as the quotas reach, all in one transaction. */
const issueWithin = (
  database: Database,
  order: IssueOrder,
  subject: QuotaSubject,
  rules: NumberRules,
  isExpected: boolean,
): Promise<IssueRow> =>
  database.transaction(async tx => {
    const standings = await lockQuotas(tx, rules, subject);
    // Only now: who had the quotas locked may have been the same request.
    const before = await issuedBefore(tx, order.requestId);
    if (before !== undefined) return before;
    const isLease = order.kind === 'lease';
    const room = isLease ? roomForLeases(standings, rules.leasedShare) : roomForTickets(standings);
    const size = isExpected && !isLease ? order.size : Math.min(order.size, room);
    if (size < 1) throw new FaultError('clinic-full', 'a quota is used up');
    const quotaScopes = standings.map(({ scope }) => scope);
    await countQuotas(tx, subject, quotaScopes, isLease ? { leased: size } : { given: size });
    return issueNumbers(tx, { ...order, size, quotaScopes });
  });

const sessionOf = ({ session }: IssueRow): { readonly session?: NumberSession } =>
  session === 'day' ? {} : { session };

export const createNumbers = (
  database: Database,
  clock: Clock,
  rulesOf: (servicePointId: string) => NumberRules = () => PLAIN_RULES,
): Numbers => {
  const allot = async (kind: Kind, request: NumberRequest, size: number): Promise<IssueRow> => {
    const { servicePointId, numberClass, day, series, source = 'kiosk' } = request;
    const now = clock.now();
    const rules = rulesOf(servicePointId);
    const half =
      request.session ?? (day === businessDayOf(now) ? halfOfDay(now) : ('morning' as const));
    refuseOtherDays(now, request, half, daysAhead(kind, source, rules));
    const line = { servicePointId, numberClass, day };
    const order: IssueOrder = {
      ...line,
      requestId: request.requestId,
      kind,
      askedBy: request.kioskId,
      source,
      series,
      session: rules.reset === 'noon' ? half : 'day',
      size,
      at: new Date(now).toISOString(),
      quotaScopes: [],
    };
    const subject: QuotaSubject = { ...line, source, half };
    for (let race = 1; ; race += 1) {
      try {
        const row = isLimited(rules, subject)
          ? await issueWithin(database, order, subject, rules, request.isExpected === true)
          : await issueNumbers(database, order);
        refuseOtherUse(row, order);
        return row;
      } catch (error) {
        if (race >= RACES || !wasAskedMeanwhile(error)) throw error;
      }
    }
  };

  return {
    async take(request) {
      const row = await allot('ticket', request, 1);
      return {
        servicePointId: row.service_point_id,
        day: row.day,
        numberClass: row.number_class,
        sequence: row.first_number,
        label: numberLabel(row.series, row.first_number),
        source: 'hub',
        ...sessionOf(row),
      };
    },
    async lease(request, size) {
      const row = await allot('lease', request, size);
      return {
        leaseId: request.requestId,
        servicePointId: row.service_point_id,
        day: row.day,
        numberClass: row.number_class,
        series: row.series,
        first: row.first_number,
        last: row.last_number,
        ...sessionOf(row),
      };
    },
    giveBack: (kioskId, leaseId, used) =>
      returnLease(database, { kioskId, leaseId, used, at: new Date(clock.now()).toISOString() }),
    cancel: (askedBy, requestId) =>
      cancelNumber(database, { askedBy, requestId, at: new Date(clock.now()).toISOString() }),
  };
};
