import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KnownVisit } from '../../core/contract/hub.ts';
import { ticketCode } from '../../core/document/ticket-code.ts';
import { bookingQrOf, citizenCardQrOf } from '../../core/identity/synthetic-payloads.ts';
import { SYNTHETIC_PEOPLE } from '../../core/identity/synthetic-people.ts';
import { visitEventOf } from './device-intake.ts';

const visit: KnownVisit = {
  visitId: '11111111-1111-4111-8111-111111111111',
  servicePointId: 'clinic-eye',
  number: {
    servicePointId: 'clinic-eye',
    day: '2026-11-23',
    numberClass: 'normal',
    sequence: 1,
    label: 'C-0001',
    source: 'hub',
  },
  checkedInAt: '2026-11-23T00:30:00.000Z',
};

const scanned = (text: string, found?: KnownVisit) =>
  visitEventOf({ type: 'code-scanned', deviceId: 'scanner', text }, () => found);

test('every synthetic card code says who it is', () => {
  const codes = SYNTHETIC_PEOPLE.map(citizenCardQrOf).filter(code => code !== undefined);
  expect(codes.length).toBeGreaterThan(5);
  for (const code of codes) {
    expect(scanned(code)).toMatchObject({ type: 'code.read', claim: { method: 'card-qr' } });
  }
});

test('a chip whose gender does not fit its number is flagged for the clerk', () => {
  const event = visitEventOf(
    {
      type: 'card-read',
      deviceId: 'reader',
      claim: {
        method: 'card-chip',
        citizenNumber: '001148999921',
        birthDate: '1948-03-12',
        gender: 'male',
        authenticity: 'no-trust-anchor',
        flags: ['birth-date-partial'],
      },
    },
    () => undefined,
  );
  expect(event).toMatchObject({
    claim: { flags: ['birth-date-partial', 'gender-differs-from-number'] },
  });
});

test('a booking code asks for the booking', () => {
  const [booking] = SYNTHETIC_PEOPLE.flatMap(person => person.bookings);
  expect(scanned(bookingQrOf(booking!))).toMatchObject({
    type: 'code.read',
    claim: { method: 'booking-code' },
  });
});

test('a ticket leads to its visit, or is unknown here', () => {
  const code = ticketCode('C-0001', '2026-11-23');
  expect(scanned(code, visit)).toEqual({ type: 'ticket.read', visit });
  expect(scanned(code)).toEqual({ type: 'code.refused', code: 'code-unknown' });
});

test('a tax code is found only where the text says nothing about a person', () => {
  expect(scanned('https://example.vn/0100233488-cong-ty')).toMatchObject({
    type: 'code.refused',
    taxCode: '0100233488',
  });
  const [person] = SYNTHETIC_PEOPLE;
  expect(scanned(citizenCardQrOf(person!) ?? '')).not.toHaveProperty('taxCode');
});

test('anything at all becomes an event the visit understands', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
      expect(['code.read', 'code.refused', 'ticket.read']).toContain(scanned(text, visit)?.type);
    }),
  );
});
