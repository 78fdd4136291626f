import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clock } from '../../core/ports/ports.ts';
import { createTickets } from './tickets.ts';

const setUp = (limit = 4) => {
  let now = 0;
  const clock: Clock = { now: () => now, after: () => () => {} };
  const tickets = createTickets({ clock, lifetimeMs: 1000, limit });
  return { tickets, wait: (ms: number) => (now += ms) };
};

describe('a one-time ticket', () => {
  it('opens its role once', () => {
    const { tickets } = setUp();
    const ticket = tickets.issue('screen');
    expect(tickets.redeem('screen', ticket)).toBe(true);
    expect(tickets.redeem('screen', ticket)).toBe(false);
  });

  it('does not open the other role, and is not used up by the attempt', () => {
    const { tickets } = setUp();
    const ticket = tickets.issue('panel');
    expect(tickets.redeem('screen', ticket)).toBe(false);
    expect(tickets.redeem('panel', ticket)).toBe(true);
  });

  it('expires', () => {
    const { tickets, wait } = setUp();
    const ticket = tickets.issue('screen');
    wait(999);
    const younger = tickets.issue('screen');
    wait(1);
    expect(tickets.redeem('screen', ticket)).toBe(false);
    expect(tickets.redeem('screen', younger)).toBe(true);
  });

  it('makes room for newer ones when too many are open', () => {
    const { tickets } = setUp(2);
    const [first, second, third] = [1, 2, 3].map(() => tickets.issue('screen'));
    expect(tickets.redeem('screen', first!)).toBe(false);
    expect(tickets.redeem('screen', second!)).toBe(true);
    expect(tickets.redeem('screen', third!)).toBe(true);
  });

  it('is never guessed by any text', () => {
    const { tickets } = setUp();
    const ticket = tickets.issue('screen');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant(ticket.slice(0, -1))), guess => {
        expect(tickets.redeem('screen', guess)).toBe(false);
      }),
    );
    expect(ticket).toMatch(/^[\w-]{43}$/);
  });
});
