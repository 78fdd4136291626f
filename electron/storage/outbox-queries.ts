/**
 * The oldest open event of each aggregate: SQLite takes the other columns from the row that `min`
 * chose, so that one walk along the index outbox_open answers it without opening a single row.
 */
const HEADS = `select min(sequence) as sequence, state, next_attempt_at
  from outbox where settled_at is null group by aggregate`;

const LISTED = `sequence, event_id, aggregate, type, state, attempts, created_at,
  next_attempt_at, settled_at, fault, correlation_id`;

/** Every statement on the outbox; the hot ones are held to their indexes by a test. */
export const OUTBOX_SQL = {
  add: `insert into outbox
    (sequence, event_id, aggregate, type, state, created_at, next_attempt_at, key_id, sealed)
    values (?, ?, ?, ?, 'queued', ?, ?, ?, ?)`,
  sealed: 'select sequence, event_id, key_id, sealed from outbox where sequence = ?',
  nextSealed: `select sequence, event_id, key_id, sealed from outbox
    where sequence > ? and state in (select value from json_each(?)) order by sequence limit 1`,
  dueHeads: `select o.sequence, o.event_id, o.aggregate, o.attempts, o.key_id, o.sealed
    from (${HEADS}) head cross join outbox o on o.sequence = head.sequence
    where head.state = 'queued' and (head.next_attempt_at <= ? or head.next_attempt_at > ?)
    order by head.sequence limit ?`,
  nextDue: `select min(next_attempt_at) from (${HEADS}) where state = 'queued'`,
  takeOff: "update outbox set state = 'in-flight' where sequence = ?",
  deliver: `update outbox set state = 'delivered', attempts = attempts + 1, settled_at = ?,
      fault = null, correlation_id = null
    where sequence = ? and state = 'in-flight'`,
  bury: `update outbox set state = ?, attempts = attempts + 1, settled_at = ?, fault = ?,
      correlation_id = ?
    where sequence = ? and state = 'in-flight'`,
  requeue: `update outbox set state = 'queued', attempts = attempts + ?, next_attempt_at = ?,
      fault = ?, correlation_id = ?
    where sequence = ? and state = 'in-flight'`,
  revive: `update outbox set state = 'queued', settled_at = null, next_attempt_at = ?
    where event_id = ? and state in ('queued', 'rejected', 'failed')`,
  reviveDead: `update outbox set state = 'queued', settled_at = null, next_attempt_at = ?
    where state in ('rejected', 'failed')`,
  resend: `update outbox set state = 'queued', settled_at = null, next_attempt_at = ?
    where state = 'delivered' and settled_at >= ?`,
  oldest: `select created_at from outbox where sequence =
    (select min(sequence) from outbox indexed by outbox_open where settled_at is null)`,
  recover: "update outbox set state = 'queued' where settled_at is null and state = 'in-flight'",
  hasten: `update outbox set next_attempt_at = ?
    where settled_at is null and state = 'queued' and next_attempt_at > ?`,
  countOpen: `select state, count(*) as count from outbox
    where settled_at is null group by state`,
  countDead: `select state, count(*) as count from outbox
    where state in ('rejected', 'failed') group by state`,
  countDelivered: "select count(*) from outbox where state = 'delivered'",
  list: `select ${LISTED} from outbox
    where sequence > ? and state in (select value from json_each(?)) order by sequence limit ?`,
  show: `select ${LISTED} from outbox where event_id = ?`,
} as const;
