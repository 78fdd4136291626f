import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { addDays, instantOf, momentOn } from '../../../core/scheduling/business-day.ts';
import { ruleOf } from './acknowledgement.ts';
import { controlIdOf } from './control-id.ts';
import { Hl7Failure } from './hl7-failure.ts';
import { composite, segment, text } from './message/compose.ts';
import { type Message, segmentNamed, valueAt } from './message/message.ts';
import { type Hl7Booking, type Hl7Records } from './records/records.ts';
import { type Hl7Session } from './session.ts';
import { patientNumberOf, patientOf } from './segments/patient-segment.ts';
import { bookingFrom } from './segments/schedule-segments.ts';
import { type Hl7v2Settings } from './settings.ts';
import { momentOfStamp, timeStampOf } from './time-stamp.ts';

export interface BookingQueryParts {
  readonly session: Hl7Session;
  readonly settings: Hl7v2Settings;
  readonly records: Hl7Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timeoutMs: number;
}

/** More bookings than any hospital has in a day. */
const MOST = '5000';
/** How often the day is asked for. */
const EVERY_MS = 60_000;

/** SCHEDULE groups of SQR^S25: each SCH with what follows it, as a message of its own. */
const schedulesIn = (message: Message): readonly Message[] => {
  const [header] = message.segments;
  const starts = message.segments.flatMap(({ name }, at) => (name === 'SCH' ? [at] : []));
  return starts.map((start, nth) => ({
    ...message,
    segments: [header, ...message.segments.slice(start, starts[nth + 1])],
  }));
};

const bookingsIn = (
  response: Message,
  settings: Hl7v2Settings,
  askedAt: string,
): readonly Hl7Booking[] => {
  const at = momentOfStamp(valueAt(response, response.segments[0], 7)) ?? askedAt;
  return schedulesIn(response).flatMap(one => {
    const pid = segmentNamed(one, 'PID');
    const number =
      pid === undefined ? undefined : patientNumberOf(patientOf(one, pid), settings.identifiers);
    // As S14: the state stands in SCH-25, and is booked where nothing is said.
    const read = bookingFrom(one, 'S14', number, at);
    return read.ok ? [read.booking] : [];
  });
};

/**
 * Asks for the bookings of a day (SQM^S25, 10.5) and keeps them as if they had been sent; what the
 * HIS sends on its own account meanwhile is newer and stands.
 */
export const createBookingQuery = (parts: BookingQueryParts) => {
  const { session, settings, records, clock, ids, timeoutMs } = parts;
  let askedAt = Number.NEGATIVE_INFINITY;
  let askedFor: BusinessDay | undefined;

  const ask = async (day: BusinessDay): Promise<void> => {
    const controlId = controlIdOf(ids.uuid(), 'S25');
    const now = instantOf(clock.now());
    const { response, acknowledgement } = await session.ask(
      {
        type: ['SQM', 'S25', 'SQM_S25'],
        controlId,
        segments: [
          segment('QRD', {
            1: text(timeStampOf(now)),
            2: text('R'),
            3: text('I'),
            4: text(controlId),
            7: composite(MOST, 'RD'),
            8: text('ALL'),
            // HL7 table 0048: schedules of patients.
            9: text('APN'),
          }),
          segment('QRF', {
            1: text('SCH'),
            2: text(timeStampOf(momentOn(day))),
            3: text(timeStampOf(momentOn(addDays(day, 1)))),
          }),
        ],
      },
      timeoutMs,
    );
    const rule = ruleOf(acknowledgement);
    if (rule !== undefined) throw new Hl7Failure(rule, 'SQM^S25 was refused', acknowledgement);
    const changes = bookingsIn(response, settings, now).map(booking => ({
      type: 'booking' as const,
      booking,
    }));
    await records.apply({ sender: 'SQR^S25', controlId, at: now }, changes);
  };

  return {
    /** Asks now. @throws FaultError `his-*`. */
    ask,
    /** Asks where it is time to. A HIS that refuses is asked again later, and harms nothing else. */
    async refresh(day: BusinessDay): Promise<void> {
      if (settings.bookingQuery === 'none') return;
      if (askedFor === day && clock.now() < askedAt + EVERY_MS) return;
      askedAt = clock.now();
      askedFor = day;
      try {
        await ask(day);
      } catch (error) {
        if (!(error instanceof Hl7Failure)) throw error;
      }
    },
  };
};
