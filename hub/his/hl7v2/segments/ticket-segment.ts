import { type IntakeEvent } from '../../../../core/contract/hub.ts';
import { composite, repeated, segment, text } from '../message/compose.ts';
import { TICKET_STATES, type TicketState } from '../../ticket-state.ts';
import { type Message, type Segment, segmentNamed, valueAt } from '../message/message.ts';

/** ZTK, the queue ticket: a segment of our own, since HL7 v2 has none. docs/hl7v2.md lists it. */
export const ticketSegment = (
  event: IntakeEvent,
  state: TicketState,
  /** Patients who could be the same person, for the clerk to look at. */
  candidates: readonly string[] = [],
): Segment => {
  const { number, identity, priority } = event;
  return segment('ZTK', {
    1: text(number.servicePointId),
    2: text(number.day.replaceAll('-', '')),
    3: text(number.numberClass),
    4: text(String(number.sequence)),
    5: text(number.label),
    6: text(number.source),
    7: text(state),
    8: text(event.type === 'check-in' ? event.bookingId : undefined),
    9: text(event.kioskId),
    10: composite(priority?.group, priority?.basis),
    11: text(identity?.method),
    12: composite(identity?.authenticity, (identity?.authenticityReasons ?? []).join(' ')),
    13: repeated((identity?.flags ?? []).map(text)),
    14: text(event.language),
    15:
      event.type === 'check-in'
        ? composite(event.payer.mode, event.payer.coverage.reason)
        : text(''),
    16: text(event.type === 'counter-referral' ? event.reason : undefined),
    17: repeated(candidates.map(text)),
    18: repeated((event.clerkTasks ?? []).map(text)),
    19: text(event.relative?.relationship),
  });
};

/** The state a message gives the ticket of its visit; undefined where it says none. */
export const ticketStateOf = (message: Message): TicketState | undefined => {
  const said = valueAt(message, segmentNamed(message, 'ZTK'), 7);
  return TICKET_STATES.find(state => state === said);
};
