import { createContext, useContext } from 'react';

/** Hands a code to the host, which says in the next snapshots what came of it. */
export type Connect = (code: string) => void;

/** Null on a screen that connects nothing, as in most of the gallery. */
export const ConnectContext = createContext<Connect | null>(null);

export const useConnect = (): Connect => {
  const connect = useContext(ConnectContext);
  return connect ?? (() => undefined);
};
