import { type Database } from '../storage/database.ts';

const DAY_MS = 24 * 3_600_000;

/** No slip is good for longer than a year after it was written. */
const SLIP_DAYS = 800;

export interface Retention {
  /** Days after which delivered visits hold nothing personal any more. */
  readonly deliveredDays: number;
  /** The same for what was refused at intake, whether or not a person has looked at it. */
  readonly refusedDays: number;
}

/**
 * Removes what is personal of visits that reached the HIS long enough ago (Law 91/2025 on personal
 * data): the event's content and the hashes a patient was known by; and what was refused at intake
 * too long ago to be of use. The id and content hash stay, so that the event is still known should
 * it ever come again. What is not delivered stays whole.
 * @returns how many events were emptied.
 */
export const removeOldPersonalData = async (
  database: Database,
  now: number,
  { deliveredDays, refusedDays }: Retention,
): Promise<number> => {
  const before = new Date(now - deliveredDays * DAY_MS).toISOString();
  const refusedBefore = new Date(now - refusedDays * DAY_MS).toISOString();
  return database.transaction(async tx => {
    const { affected } = await tx.query(
      `update intake_event set content = null
       where content is not null and (
         (received_at < $1 and exists (
           select from delivery where delivery.event_id = intake_event.event_id
             and delivery.state = 'delivered'))
         or (received_at < $2 and outcome = 'rejected'))`,
      [before, refusedBefore],
    );
    const conflicts = await tx.query(
      'update intake_conflict set content = null where content is not null and received_at < $1',
      [refusedBefore],
    );
    await tx.query(
      `update delivery set diagnosis = null
       where state = 'delivered' and diagnosis is not null and updated_at < $1`,
      [before],
    );
    await tx.query(
      `delete from patient_alias where seen_at < $1 and not exists (
         select from delivery where delivery.patient_key = patient_alias.patient_key
           and (delivery.state <> 'delivered' or delivery.updated_at >= $1))`,
      [before],
    );
    await tx.query(
      `update bill set e_invoice = null
       where e_invoice is not null and raised_at < $1 and not exists (
         select from his_receipt_state receipt
         where receipt.bill_id = bill.bill_id and receipt.state <> 'delivered')`,
      [before],
    );
    await tx.query('delete from clerk_note where noted_at < $1', [before]);
    await tx.query('delete from ticket_state where told_at < $1', [before]);
    await tx.query('delete from slip_use where used_at < $1', [
      new Date(now - SLIP_DAYS * DAY_MS).toISOString(),
    ]);
    return affected + conflicts.affected;
  });
};
