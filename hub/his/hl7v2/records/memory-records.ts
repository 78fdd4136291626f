import { businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { type Hl7Charge } from '../segments/charge-segments.ts';
import { type SentTicket } from '../../sent-tickets.ts';
import { type Hl7Booking, type Hl7Records, type RecordChange, bookingAfter } from './records.ts';

const UNSEEN = ['waiting'];
const OVER = ['done', 'duplicate', 'cancelled'];

/** Records of one process, gone with it: for tests, and for asking the HIS whether it is there. */
export const memoryRecords = (): Hl7Records => {
  const seen = new Set<string>();
  const bookings = new Map<string, Hl7Booking>();
  const merges = new Map<string, string>();
  const tickets = new Map<string, SentTicket>();
  const charges = new Map<string, Hl7Charge>();

  const survivor = (number: string): string => {
    const passed = new Set<string>();
    let current = number;
    for (let next = merges.get(current); next !== undefined; next = merges.get(current)) {
      if (passed.has(next)) return current;
      passed.add(next);
      current = next;
    }
    return current;
  };

  const charge = (one: Hl7Charge): void => {
    const key = `${one.account}|${one.transaction}`;
    const known = charges.get(key);
    if (known === undefined || known.toldAt <= one.toldAt) charges.set(key, one);
  };

  const told = (visitId: string, state: SentTicket['state']): void => {
    const ticket = tickets.get(visitId);
    if (ticket !== undefined) tickets.set(visitId, { ...ticket, state });
  };

  const change = (one: RecordChange): void => {
    switch (one.type) {
      case 'booking': {
        const known = bookings.get(one.booking.id);
        if (known !== undefined && known.changedAt > one.booking.changedAt) return;
        bookings.set(one.booking.id, bookingAfter(known, one.booking));
        return;
      }
      case 'merge':
        merges.set(one.prior, one.surviving);
        return;
      case 'charge':
        charge(one.charge);
        return;
      case 'ticket':
        told(one.visitId, one.state);
    }
  };

  const onDay = (day: string) =>
    [...bookings.values()].filter(({ start }) => businessDayOf(start) === day);

  return {
    apply({ sender, controlId }, changes) {
      const key = `${sender}|${controlId}`;
      if (seen.has(key)) return Promise.resolve('repeated');
      seen.add(key);
      changes.forEach(change);
      return Promise.resolve('applied');
    },
    bookingsOfPatient: (number, day) =>
      Promise.resolve(
        onDay(day).filter(booking => survivor(booking.patientNumber) === survivor(number)),
      ),
    bookingsWithCode: (code, day) =>
      Promise.resolve(onDay(day).filter(booking => booking.code === code)),
    booking: id => Promise.resolve(bookings.get(id)),
    chargesOf: number =>
      Promise.resolve(
        [...charges.values()].filter(one => survivor(one.patientNumber) === survivor(number)),
      ),
    paymentTold(one) {
      charge(one);
      return Promise.resolve();
    },
    survivorOf: number => Promise.resolve(survivor(number)),
    ticketSent(ticket) {
      const { visitId } = ticket.visit;
      if (!tickets.has(visitId)) tickets.set(visitId, ticket);
      return Promise.resolve();
    },
    ticketsOf: (keys, day) =>
      Promise.resolve(
        [...tickets.values()]
          .filter(
            ({ visit, state, patientKeys }) =>
              visit.number.day === day &&
              !['duplicate', 'cancelled'].includes(state) &&
              patientKeys.some(key => keys.includes(key)),
          )
          .map(({ visit }) => visit),
      ),
    ticketTold(visitId, state) {
      told(visitId, state);
      return Promise.resolve();
    },
    openTickets: day =>
      Promise.resolve(
        [...tickets.values()]
          .filter(({ visit, state }) => visit.number.day === day && !OVER.includes(state))
          .map(({ visit, state, reference }) => ({ visitId: visit.visitId, state, reference })),
      ),
    ticketStates: day =>
      Promise.resolve(
        [...tickets.values()]
          .filter(({ visit, state }) => visit.number.day === day && !UNSEEN.includes(state))
          .map(({ visit, state }) => ({ visitId: visit.visitId, state })),
      ),
    waiting(day) {
      const counts = new Map<string, number>();
      for (const { visit, state } of tickets.values()) {
        if (visit.number.day !== day || !UNSEEN.includes(state)) continue;
        counts.set(visit.servicePointId, (counts.get(visit.servicePointId) ?? 0) + 1);
      }
      return Promise.resolve(counts);
    },
    forgetBefore(day) {
      for (const [id, { start }] of bookings) {
        if (businessDayOf(start) < day) bookings.delete(id);
      }
      for (const [id, { visit }] of tickets) if (visit.number.day < day) tickets.delete(id);
      return Promise.resolve();
    },
  };
};
