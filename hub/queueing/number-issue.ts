import { type NumberClass } from '../../core/contract/catalogue.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type NumberSource } from '../../core/contract/scheduling.ts';
import { type Queryable } from '../storage/database.ts';
import { RANGE, nextLeased, nextOfHub } from './number-ranges.ts';

/** As the database has it: `day` where numbers count through the whole day. */
export type StoredSession = 'day' | 'morning' | 'afternoon';

export interface IssueOrder {
  readonly requestId: string;
  readonly kind: 'ticket' | 'lease';
  readonly askedBy: string;
  readonly source: NumberSource;
  readonly servicePointId: string;
  readonly day: string;
  readonly session: StoredSession;
  readonly numberClass: NumberClass;
  readonly series: string;
  readonly size: number;
  readonly at: string;
  readonly quotaScopes: readonly string[];
}

export interface IssueRow {
  readonly kind: 'ticket' | 'lease';
  readonly service_point_id: string;
  readonly day: string;
  readonly session: StoredSession;
  readonly number_class: NumberClass;
  readonly series: string;
  readonly first_number: number;
  readonly last_number: number;
}

const ISSUED = `kind, service_point_id, day, session, number_class, series, first_number,
  last_number`;

/**
 * One statement, hence one transaction: a counter moves only together with what was given, so that
 * a failure leaves no gap, and the row lock on the counters keeps two requests apart.
 */
const ISSUE = `
  with existing as (
    select ${ISSUED} from number_issue where request_id = $1
  ), counted as (
    insert into number_sequence as counter
      (service_point_id, day, session, number_class, last_number, last_leased)
    select $4, $5::date, $10, $6,
      case when $2 = 'ticket' then 1 else 0 end,
      case when $2 = 'lease' then ${RANGE} + $8::integer else 0 end
    where not exists (select from existing)
    on conflict (service_point_id, day, session, number_class) do update set
      last_number = case when $2 = 'ticket' then ${nextOfHub('counter.last_number')}
        else counter.last_number end,
      last_leased = case when $2 = 'lease' then ${nextLeased('counter.last_leased', '$8::integer')}
        else counter.last_leased end
    returning case when $2 = 'ticket' then last_number else last_leased end as last_given
  ), issued as (
    insert into number_issue (request_id, kind, kiosk_id, service_point_id, day, session,
      number_class, series, first_number, last_number, issued_at, source, quota_scopes)
    select $1, $2, $3, $4, $5::date, $10, $6, $7, last_given - $8::integer + 1, last_given, $9,
      $11, $12::jsonb
    from counted
    returning ${ISSUED}
  )
  select * from existing union all select * from issued`;

/** Gives the next numbers of a line, or what the same request was given before. */
export const issueNumbers = async (queryable: Queryable, order: IssueOrder): Promise<IssueRow> => {
  const { rows } = await queryable.query<IssueRow>(ISSUE, [
    order.requestId,
    order.kind,
    order.askedBy,
    order.servicePointId,
    order.day,
    order.numberClass,
    order.series,
    order.size,
    order.at,
    order.session,
    order.source,
    JSON.stringify(order.quotaScopes),
  ]);
  const [row] = rows;
  if (row === undefined) throw new FaultError('storage-failed', 'no number was issued');
  return row;
};

export const issuedBefore = async (
  queryable: Queryable,
  requestId: string,
): Promise<IssueRow | undefined> => {
  const { rows } = await queryable.query<IssueRow>(
    `select ${ISSUED} from number_issue where request_id = $1`,
    [requestId],
  );
  return rows[0];
};
