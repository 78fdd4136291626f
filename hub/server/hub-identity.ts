import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type Database } from '../storage/database.ts';

/** The id of the hub that owns a database, made at its first start. */
export const hubIdentity = async (database: Database, ids: Ids, clock: Clock): Promise<string> => {
  await database.query(
    'insert into hub_identity (hub_id, created_at) values ($1, $2) on conflict do nothing',
    [ids.uuid(), new Date(clock.now()).toISOString()],
  );
  const { rows } = await database.query<{ hub_id: string }>('select hub_id from hub_identity');
  return rows[0]?.hub_id ?? '';
};
