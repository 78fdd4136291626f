/**
 * Lets work on the same key take turns, in the order it came. The contract has no conditional
 * create: two registrations of one new patient at the same moment would make two patients.
 */
export const createTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
};
export type Turns = ReturnType<typeof createTurns>;
