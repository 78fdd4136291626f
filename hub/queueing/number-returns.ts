import { FaultError } from '../../core/contract/errors.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { countQuotas } from './number-quotas.ts';

interface GivenRow {
  readonly kind: 'ticket' | 'lease';
  readonly kiosk_id: string;
  readonly source: 'kiosk' | 'counter' | 'online';
  readonly service_point_id: string;
  readonly day: string;
  readonly session: string;
  readonly number_class: string;
  readonly first_number: number;
  readonly last_number: number;
  readonly quota_scopes: readonly string[];
  readonly cancelled_at: string | null;
  readonly returned_from: number | null;
}

/** What was given to a request, locked until the transaction ends. */
const givenTo = async (tx: Queryable, requestId: string): Promise<GivenRow | undefined> => {
  const { rows } = await tx.query<GivenRow>(
    `select kind, kiosk_id, source, service_point_id, day, session, number_class, first_number,
       last_number, quota_scopes, cancelled_at, returned_from
     from number_issue where request_id = $1 for update`,
    [requestId],
  );
  return rows[0];
};

const quotaOf = (row: GivenRow) => ({ servicePointId: row.service_point_id, day: row.day });

export interface LeaseReturn {
  readonly kioskId: string;
  readonly leaseId: string;
  readonly used: number;
  readonly at: string;
}

/**
 * Closes a block: what was given out stays given, the rest is no longer anybody's and frees its
 * quota. The same return again changes nothing. @returns how many numbers came back.
 */
export const returnLease = (database: Database, back: LeaseReturn): Promise<number> =>
  database.transaction(async tx => {
    const row = await givenTo(tx, back.leaseId);
    if (row === undefined) return 0;
    if (row.kind !== 'lease') throw new FaultError('bad-request', 'this is no block of numbers');
    if (row.kiosk_id !== back.kioskId) {
      throw new FaultError('not-permitted', 'the block was leased to another kiosk');
    }
    const size = row.last_number - row.first_number + 1;
    if (back.used > size) throw new FaultError('bad-request', 'more were used than leased');
    const from = row.first_number + back.used;
    if (row.returned_from !== null) {
      if (row.returned_from === from) return size - back.used;
      throw new FaultError('idempotency-conflict', 'the block came back before, used otherwise');
    }
    await tx.query(
      'update number_issue set returned_from = $2, returned_at = $3 where request_id = $1',
      [back.leaseId, from, back.at],
    );
    await countQuotas(tx, quotaOf(row), row.quota_scopes, { given: back.used, leased: -size });
    return size - back.used;
  });

export interface Cancellation {
  readonly askedBy: string;
  readonly requestId: string;
  readonly at: string;
}

/** Marks one number as cancelled and frees its quota; again it changes nothing. */
export const cancelNumber = (database: Database, cancellation: Cancellation): Promise<void> =>
  database.transaction(async tx => {
    const row = await givenTo(tx, cancellation.requestId);
    if (row?.kind !== 'ticket') throw new FaultError('bad-request', 'no such number was issued');
    if (row.source === 'kiosk' && row.kiosk_id !== cancellation.askedBy) {
      throw new FaultError('not-permitted', 'the number was issued to another kiosk');
    }
    if (row.cancelled_at !== null) return;
    const { rows } = await tx.query(
      `select 1 from visit where day = $1::date and service_point_id = $2
         and number_session = $3 and number_class = $4 and number_sequence = $5`,
      [row.day, row.service_point_id, row.session, row.number_class, row.first_number],
    );
    if (rows.length > 0) throw new FaultError('not-possible-now', 'a visit has this number');
    await tx.query('update number_issue set cancelled_at = $2 where request_id = $1', [
      cancellation.requestId,
      cancellation.at,
    ]);
    await countQuotas(tx, quotaOf(row), row.quota_scopes, { given: -1 });
  });
