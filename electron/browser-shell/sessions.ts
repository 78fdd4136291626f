import { type Role } from '../host/host-interface.ts';
import { digestOf, newToken, sameDigest } from './tickets.ts';

/** A browser that showed a good ticket; bound to the role of that ticket. */
interface Session {
  readonly role: Role;
  /** Runs once, when the session is taken away. */
  readonly ended: AbortSignal;
}

export interface Sessions {
  /** Opens a session and gives the cookie's value; what is over the limit of the role ends. */
  open(role: Role): string;
  find(role: Role, token: string | undefined): Session | undefined;
}

/** There is one screen and one window to pay at; several people may look at the panel. */
const LIMITS: Readonly<Record<Role, number>> = { screen: 1, panel: 8, payment: 1 };

interface Entry extends Session {
  readonly digest: Buffer;
  readonly controller: AbortController;
}

/** Sessions live in memory only: they end with the program. */
export const createSessions = (): Sessions => {
  let entries: readonly Entry[] = [];
  const end = (ending: readonly Entry[]) => {
    entries = entries.filter(entry => !ending.includes(entry));
    for (const entry of ending) entry.controller.abort();
  };
  return {
    open: role => {
      const token = newToken();
      const controller = new AbortController();
      const entry = { role, digest: digestOf(token), controller, ended: controller.signal };
      const ofRole = entries.filter(other => other.role === role);
      end(ofRole.slice(0, Math.max(0, ofRole.length + 1 - LIMITS[role])));
      entries = [...entries, entry];
      return token;
    },
    find: (role, token) => {
      if (token === undefined) return undefined;
      const digest = digestOf(token);
      const matches = entries.filter(entry => sameDigest(entry.digest, digest));
      return matches.find(entry => entry.role === role);
    },
  };
};
