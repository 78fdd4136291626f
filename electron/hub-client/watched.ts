/** Something that has a present state and says when it changes. */
export interface Watched<T> {
  readonly current: () => T;
  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

export interface Settable<T> extends Watched<T> {
  /** Says it to every listener, whether or not it is another value. */
  readonly set: (value: T) => void;
}

export const watched = <T>(first: T): Settable<T> => {
  const listeners = new Set<() => void>();
  let value = first;
  return {
    current: () => value,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: next => {
      value = next;
      for (const listener of listeners) listener();
    },
  };
};
