import { z } from 'zod';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type His, type TicketChange } from '../his/his.ts';
import { type Database } from '../storage/database.ts';

/**
 * Keeps the states as told last; the moment is that of the first time a state was seen. A HIS may
 * tell of visits that are none of ours, under whatever names.
 */
const storeTicketStates = async (
  database: Database,
  day: BusinessDay,
  changes: readonly TicketChange[],
  at: string,
): Promise<void> => {
  const ours = changes.filter(({ visitId }) => z.uuid().safeParse(visitId).success);
  if (ours.length === 0) return;
  await database.query(
    `insert into ticket_state (visit_id, day, state, told_at)
     select visit_id, $2, state, $3 from (
       select distinct on (visit.visit_id) visit.visit_id, given.state
       from jsonb_to_recordset($1::jsonb) as given ("visitId" uuid, state text)
       join visit on visit.visit_id = given."visitId"
     ) told
     on conflict (visit_id) do update set state = excluded.state, told_at = excluded.told_at
     where ticket_state.state <> excluded.state`,
    [JSON.stringify(ours), day, at],
  );
};

/** Reads what the HIS says of the day's tickets and keeps it. @throws FaultError `his-*`. */
export const readTicketStates = async (
  { database, his, clock }: { database: Database; his: Pick<His, 'ticketStates'>; clock: Clock },
  day: BusinessDay,
): Promise<void> => {
  const changes = await his.ticketStates?.(day);
  if (changes === undefined) return;
  await storeTicketStates(database, day, changes, new Date(clock.now()).toISOString());
};
