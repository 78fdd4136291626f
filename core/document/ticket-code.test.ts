import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseOwnCode } from '../identity/own-code.ts';
import { ticketCode, ticketCodeParts } from './ticket-code.ts';

test('a printed ticket code leads back to its day and number', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Z]{1,2}-\d{4,5}$/),
      fc.date({ min: new Date('2024-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      (label, date) => {
        const day = date.toISOString().slice(0, 10);
        const read = parseOwnCode(ticketCode(label, day));
        expect(read).toMatchObject({ outcome: 'read', kind: 'ticket' });
        expect(read.outcome === 'read' && ticketCodeParts(read.payload)).toEqual({ label, day });
      },
    ),
  );
});

test('other payloads are no ticket', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const parts = ticketCodeParts(text);
      expect(parts === undefined || /^\d{6}[A-Z]{1,2}\d{4,}$/.test(text)).toBe(true);
    }),
  );
});
