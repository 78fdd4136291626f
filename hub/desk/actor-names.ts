import { type Queryable } from '../storage/database.ts';
import { actorOf } from './desk-caller.ts';

/** What people call whoever the books name; programs and the command line are called as they stand. */
export const readActorNames = async (database: Queryable): Promise<(actor: string) => string> => {
  const { rows } = await database.query<{ user_id: string; name: string }>(
    'select user_id, name from desk_user',
  );
  const names = new Map(rows.map(({ user_id: userId, name }) => [actorOf(userId), name]));
  return actor => names.get(actor) ?? actor;
};
