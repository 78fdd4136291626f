import { createHash } from 'node:crypto';
import { type CheckInEvent } from '../../core/contract/hub.ts';
import { type Slip } from '../../core/contract/slip.ts';
import { type Queryable } from '../storage/database.ts';

/** The same however it was typed; the number itself is not kept. */
const slipHash = ({ kind, number }: Pick<Slip, 'kind' | 'number'>): string =>
  createHash('sha256')
    .update(`slip ${kind} ${number.normalize('NFC').toUpperCase()}`)
    .digest('hex');

/** True where a visit has used the slip up, on whatever kiosk and day. */
export const slipWasUsed = async (
  database: Queryable,
  slip: Pick<Slip, 'kind' | 'number'>,
): Promise<boolean> => {
  const { rows } = await database.query('select from slip_use where slip = $1', [slipHash(slip)]);
  return rows.length > 0;
};

interface SlipUse {
  readonly slip: string;
  readonly visit_id: string;
  readonly used_at: string;
}

const useOf = ({ slip, visitId, occurredAt }: CheckInEvent): readonly SlipUse[] =>
  slip?.kind === 're-examination'
    ? [{ slip: slipHash(slip), visit_id: visitId, used_at: occurredAt }]
    : [];

const GIVEN =
  'jsonb_to_recordset($1::jsonb) as given (slip text, visit_id uuid, used_at timestamptz)';

/**
 * Uses up the re-examination slips of check-ins that were just stored. The first to arrive has the
 * slip; whoever used it on another kiosk that could not know is kept and linked to that visit, for
 * the clerk. A repetition of the first visit is no second use.
 */
export const useSlips = async (tx: Queryable, events: readonly CheckInEvent[]): Promise<void> => {
  const uses = events.flatMap(useOf);
  if (uses.length === 0) return;
  // One row at a time in a batch: the order in which they came decides.
  const firsts = [...new Map([...uses].reverse().map(use => [use.slip, use])).values()];
  firsts.sort((one, other) => (one.slip < other.slip ? -1 : 1));
  await tx.query(
    `insert into slip_use (slip, visit_id, used_at) select slip, visit_id, used_at from ${GIVEN}
     on conflict do nothing`,
    [JSON.stringify(firsts)],
  );
  await tx.query(
    `update visit set slip_used_by = slip_use.visit_id
     from ${GIVEN} join slip_use using (slip)
     where visit.visit_id = given.visit_id and slip_use.visit_id <> visit.visit_id
       and visit.duplicate_of is distinct from slip_use.visit_id`,
    [JSON.stringify(uses)],
  );
};
