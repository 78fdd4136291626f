import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock } from '../../core/ports/ports.ts';
import { type Role } from '../host/host-interface.ts';

/** 256 random bits, so that guessing is hopeless even without a limit on tries. */
const TOKEN_BYTES = 32;

export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** Tokens are kept and compared as digests: equal length, and no early end of the comparison. */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export const sameDigest = (one: Buffer, other: Buffer): boolean => timingSafeEqual(one, other);

interface Ticket {
  readonly role: Role;
  readonly digest: Buffer;
  readonly expiresAt: number;
}

export interface Tickets {
  /** A new ticket for one page; it works once, within its lifetime. */
  issue(role: Role): string;
  /** True exactly once for a ticket of that role. */
  redeem(role: Role, token: string): boolean;
}

export interface TicketOptions {
  readonly clock: Clock;
  readonly lifetimeMs: number;
  /** Unused tickets kept; the oldest makes room for a new one. */
  readonly limit: number;
}

/** One-time tickets in memory: a restart makes all of them worthless. */
export const createTickets = ({ clock, lifetimeMs, limit }: TicketOptions): Tickets => {
  let open: readonly Ticket[] = [];
  const stillValid = () => open.filter(ticket => ticket.expiresAt > clock.now());
  return {
    issue: role => {
      const token = newToken();
      const ticket = { role, digest: digestOf(token), expiresAt: clock.now() + lifetimeMs };
      open = [...stillValid(), ticket].slice(-limit);
      return token;
    },
    redeem: (role, token) => {
      const digest = digestOf(token);
      const matches = stillValid().filter(ticket => sameDigest(ticket.digest, digest));
      const [match] = matches;
      if (match?.role !== role) return false;
      open = open.filter(ticket => ticket !== match);
      return true;
    },
  };
};
