import { type NumberClass } from '../../core/contract/catalogue.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type NumberLease, type QueueNumber } from '../../core/contract/scheduling.ts';
import { numberLabel } from '../../core/queueing/number-label.ts';
import { addDays, businessDayOf } from '../../core/scheduling/business-day.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type Database, SqlError } from '../storage/database.ts';

export interface NumberRequest {
  readonly requestId: string;
  readonly kioskId: string;
  readonly servicePointId: string;
  readonly numberClass: NumberClass;
  readonly day: string;
  /** Letters of the service point and class. */
  readonly series: string;
}

/**
 * The hospital's numbers, counted for each service point, class and day. Every method gives the same
 * answer to the same request id.
 * @throws FaultError `not-possible-now` for a day that is over or too far ahead,
 *   `idempotency-conflict` where the request id was used for something else.
 */
export interface Numbers {
  /** The next number, for today only. */
  take(request: NumberRequest): Promise<QueueNumber>;
  /** A block for one kiosk, for today or tomorrow (so that a night without network is bridged). */
  lease(request: NumberRequest, size: number): Promise<NumberLease>;
}

interface IssueRow {
  readonly kind: 'ticket' | 'lease';
  readonly service_point_id: string;
  readonly day: string;
  readonly number_class: NumberClass;
  readonly series: string;
  readonly first_number: number;
  readonly last_number: number;
}

/**
 * The hub's own numbers and the leased ones take turns in ranges of this size: 1 to 5000 are the
 * hub's, 5001 to 10000 are leased, 10001 to 15000 are the hub's, and so on. So the first patient of
 * a day has number 1 although kiosks hold blocks already, whoever works there knows a number given
 * out without the hub by its size, and no two can be the same.
 */
const RANGE = 5000;

const PAIR = 2 * RANGE;

const startOfPair = (number: string): string => `(${number}) / ${PAIR} * ${PAIR}`;

const nextOfHub = (last: string): string =>
  `case when ${last} % ${PAIR} < ${RANGE} then ${last} + 1
     else ${startOfPair(`${last} + ${PAIR}`)} + 1 end`;

/** Last number of the next block; a block never lies across the end of a range. */
const nextLeased = (last: string, size: string): string =>
  `case when ${last} % ${PAIR} >= ${RANGE} and ${last} % ${PAIR} + ${size} <= ${PAIR}
     then ${last} else ${startOfPair(`${last} + ${RANGE}`)} + ${RANGE} end + ${size}`;

/**
 * One statement, hence one transaction: a counter moves only together with what was given, so that
 * a failure leaves no gap, and the row lock on the counters keeps two requests apart.
 */
const ISSUE = `
  with existing as (
    select kind, service_point_id, day, number_class, series, first_number, last_number
    from number_issue where request_id = $1
  ), counted as (
    insert into number_sequence as counter
      (service_point_id, day, number_class, last_number, last_leased)
    select $4, $5::date, $6,
      case when $2 = 'ticket' then 1 else 0 end,
      case when $2 = 'lease' then ${RANGE} + $8::integer else 0 end
    where not exists (select from existing)
    on conflict (service_point_id, day, number_class) do update set
      last_number = case when $2 = 'ticket' then ${nextOfHub('counter.last_number')}
        else counter.last_number end,
      last_leased = case when $2 = 'lease' then ${nextLeased('counter.last_leased', '$8::integer')}
        else counter.last_leased end
    returning case when $2 = 'ticket' then last_number else last_leased end as last_given
  ), issued as (
    insert into number_issue (request_id, kind, kiosk_id, service_point_id, day, number_class,
      series, first_number, last_number, issued_at)
    select $1, $2, $3, $4, $5::date, $6, $7, last_given - $8::integer + 1, last_given, $9
    from counted
    returning kind, service_point_id, day, number_class, series, first_number, last_number
  )
  select * from existing union all select * from issued`;

const wasAskedMeanwhile = (thrown: unknown): boolean =>
  thrown instanceof SqlError && thrown.constraint === 'number_issue_pkey';

const RACES = 3;

const issue = async (
  database: Database,
  kind: IssueRow['kind'],
  request: NumberRequest,
  size: number,
  at: string,
): Promise<IssueRow> => {
  for (let race = 1; ; race += 1) {
    try {
      const { rows } = await database.query<IssueRow>(ISSUE, [
        request.requestId,
        kind,
        request.kioskId,
        request.servicePointId,
        request.day,
        request.numberClass,
        request.series,
        size,
        at,
      ]);
      const [row] = rows;
      if (row === undefined) throw new FaultError('storage-failed', 'no number was issued');
      return row;
    } catch (error) {
      if (race >= RACES || !wasAskedMeanwhile(error)) throw error;
    }
  }
};

const refuseOtherDays = (clock: Clock, day: string, daysAhead: number): void => {
  const today = businessDayOf(clock.now());
  if (day < today || day > addDays(today, daysAhead)) {
    throw new FaultError('not-possible-now', 'numbers are given for the running day only');
  }
};

const refuseOtherUse = (
  row: IssueRow,
  kind: IssueRow['kind'],
  request: NumberRequest,
  size: number,
) => {
  const same =
    row.kind === kind &&
    row.service_point_id === request.servicePointId &&
    row.day === request.day &&
    row.number_class === request.numberClass &&
    row.last_number - row.first_number + 1 === size;
  if (!same)
    throw new FaultError('idempotency-conflict', 'the request id was used for another number');
};

export const createNumbers = (database: Database, clock: Clock): Numbers => {
  const given = async (
    kind: IssueRow['kind'],
    request: NumberRequest,
    size: number,
    daysAhead: number,
  ): Promise<IssueRow> => {
    refuseOtherDays(clock, request.day, daysAhead);
    const at = new Date(clock.now()).toISOString();
    const row = await issue(database, kind, request, size, at);
    refuseOtherUse(row, kind, request, size);
    return row;
  };
  return {
    async take(request) {
      const row = await given('ticket', request, 1, 0);
      return {
        servicePointId: row.service_point_id,
        day: row.day,
        numberClass: row.number_class,
        sequence: row.first_number,
        label: numberLabel(row.series, row.first_number),
        source: 'hub',
      };
    },
    async lease(request, size) {
      const row = await given('lease', request, size, 1);
      return {
        leaseId: request.requestId,
        servicePointId: row.service_point_id,
        day: row.day,
        numberClass: row.number_class,
        series: row.series,
        first: row.first_number,
        last: row.last_number,
      };
    },
  };
};
