import { type Queryable } from '../storage/database.ts';
import { actorOf } from './desk-caller.ts';

/** What colleagues call whoever is behind an actor; a program keeps its own name. */
export type NameOf = (actor: string) => string;

/** Few people work at a desk: all of them are read at once. */
export const readNames = async (tx: Queryable): Promise<NameOf> => {
  const { rows } = await tx.query<{ user_id: string; name: string }>(
    'select user_id, name from desk_user',
  );
  const names = new Map(rows.map(({ user_id, name }) => [actorOf(user_id), name]));
  return actor => names.get(actor) ?? actor;
};
