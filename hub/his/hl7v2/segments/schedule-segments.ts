import { createHash } from 'node:crypto';
import { idSchema } from '../../../../core/contract/primitives.ts';
import { type BookingKind, bookingKindSchema } from '../../../../core/contract/scheduling.ts';
import { STANDARD_DELIMITERS } from '../message/delimiters.ts';
import { composite, segment, text } from '../message/compose.ts';
import {
  type Message,
  type Segment,
  componentOf,
  repetitionsOf,
  segmentNamed,
  valueAt,
} from '../message/message.ts';
import { type BookingState, type Hl7Booking } from '../records/records.ts';
import { momentOfStamp, timeStampOf } from '../time-stamp.ts';
import { nameOf } from './person-name.ts';

/** Triggers of chapter 10 and what each makes of the booking. */
export const SCHEDULE_TRIGGERS = {
  S12: 'booked',
  S13: 'booked',
  S14: 'booked',
  S15: 'cancelled',
  S26: 'no-show',
} as const satisfies Record<string, BookingState>;
export type ScheduleTrigger = keyof typeof SCHEDULE_TRIGGERS;

export const isScheduleTrigger = (trigger: string): trigger is ScheduleTrigger =>
  trigger in SCHEDULE_TRIGGERS;

/** SCH-25, filler status (user-defined table 0278), where it says more than the trigger. */
const FILLER_STATES: Readonly<Record<string, BookingState>> = {
  arrived: 'arrived',
  started: 'arrived',
  complete: 'completed',
  cancelled: 'cancelled',
  dc: 'cancelled',
  deleted: 'cancelled',
  noshow: 'no-show',
};

/** SCH-8, appointment type: our own codes, and those of table 0276. */
const kindOf = (message: Message, sch: Segment): BookingKind => {
  const [type, reason] = [valueAt(message, sch, 8), valueAt(message, sch, 6)];
  const own = bookingKindSchema.safeParse(type?.toLowerCase());
  if (own.success) return own.data;
  const isFollowUp = [type, reason].some(code => code?.toUpperCase() === 'FOLLOWUP');
  return isFollowUp ? 're-examination' : 'appointment';
};

/** An id the kiosk can carry: the HIS's own where it fits, else a digest of it. */
const idOf = (filler: string): string =>
  idSchema.safeParse(filler).success
    ? filler
    : createHash('sha256').update(filler).digest('hex').slice(0, 32);

const minutesOf = (message: Message, sch: Segment): number | undefined => {
  const minutes = Number(valueAt(message, sch, 9));
  return Number.isInteger(minutes) && minutes > 0 && minutes <= 24 * 60 ? minutes : undefined;
};

/** SCH-11 (TQ.4) up to v2.5, AIS-4 or AIL-6 where it is left empty. */
const startOf = (message: Message, sch: Segment): string | undefined =>
  momentOfStamp(valueAt(message, sch, 11, 4)) ??
  momentOfStamp(valueAt(message, segmentNamed(message, 'AIS'), 4)) ??
  momentOfStamp(valueAt(message, segmentNamed(message, 'AIL'), 6)) ??
  momentOfStamp(valueAt(message, segmentNamed(message, 'TQ1'), 7));

const practitionerOf = (message: Message): string | undefined => {
  const [person] = repetitionsOf(segmentNamed(message, 'AIP'), 3, message.delimiters);
  // XCN: the id stands before the name; assembly order in component 15.
  const order = componentOf(person, 15);
  const name = person?.slice(1);
  const ordered = order === 'G' ? [name?.[1], name?.[2], name?.[0]] : undefined;
  return ordered === undefined
    ? nameOf(name?.slice(0, 3))
    : ordered.flatMap(part => part?.[0] ?? []).join(' ');
};

/** Z-segments with the recommended delimiters, or none where the sender uses others. */
const foreignOf = (message: Message): readonly string[] =>
  JSON.stringify(message.delimiters) === JSON.stringify(STANDARD_DELIMITERS)
    ? message.segments
        .filter(({ name }) => name.startsWith('Z') && name !== 'ZTK')
        .map(({ fields }) => fields.join(STANDARD_DELIMITERS.field))
    : [];

export type BookingReading =
  | { readonly ok: true; readonly booking: Hl7Booking }
  /** The field that is missing or wrong, as ERR-2 names it. */
  | { readonly ok: false; readonly location: string };

const wrong = (location: string): BookingReading => ({ ok: false, location });

/** The booking of a schedule message. */
export const bookingFrom = (
  message: Message,
  trigger: ScheduleTrigger,
  patientNumber: string | undefined,
  changedAt: string,
): BookingReading => {
  const sch = segmentNamed(message, 'SCH');
  if (sch === undefined) return wrong('SCH');
  const filler = valueAt(message, sch, 2) ?? valueAt(message, sch, 1);
  if (filler === undefined) return wrong('SCH^1^2');
  if (patientNumber === undefined) return wrong('PID^1^3');
  const place =
    valueAt(message, segmentNamed(message, 'AIL'), 3) ??
    valueAt(message, segmentNamed(message, 'AIS'), 3);
  const start = startOf(message, sch);
  const said = FILLER_STATES[valueAt(message, sch, 25)?.toLowerCase() ?? ''];
  const state = trigger === 'S14' ? (said ?? 'booked') : SCHEDULE_TRIGGERS[trigger];
  // Who only cancels need not say where and when.
  const isOver = state === 'cancelled' || state === 'no-show';
  if (start === undefined && !isOver) return wrong('SCH^1^11');
  if (place === undefined && !isOver) return wrong('AIL^1^3');
  const code = valueAt(message, sch, 1) ?? filler;
  return {
    ok: true,
    booking: {
      id: idOf(filler),
      placer: sch.fields[1] ?? '',
      filler: sch.fields[2] ?? '',
      code: code.length <= 50 ? code : undefined,
      kind: kindOf(message, sch),
      place: place ?? '',
      start: start ?? changedAt,
      minutes: minutesOf(message, sch),
      practitioner: practitionerOf(message)?.slice(0, 255),
      state,
      patientNumber,
      changedAt,
      foreign: foreignOf(message),
    },
  };
};

/** What stands around a booking when it is told of. */
export interface BookingSurroundings {
  readonly patient: Segment;
  readonly visit?: Segment;
  readonly ticket?: Segment;
  /** Who enters it; a kiosk. */
  readonly kioskId?: string;
}

const FILLER_STATUS: Readonly<Record<BookingState, string>> = {
  booked: 'Booked',
  arrived: 'Arrived',
  cancelled: 'Cancelled',
  'no-show': 'Noshow',
  completed: 'Complete',
};

/** SCH to AIP of a booking, after the event's MSH: SIU_S12 to S26 share one structure (10.4). */
export const bookingSegments = (
  booking: Hl7Booking,
  around: BookingSurroundings,
): readonly Segment[] => {
  const start = timeStampOf(booking.start);
  const minutes = booking.minutes === undefined ? undefined : String(booking.minutes);
  const sch = segment('SCH', {
    6: text(booking.kind === 're-examination' ? 'FOLLOWUP' : 'ROUTINE'),
    8: text(booking.kind),
    9: text(minutes),
    10: text(minutes === undefined ? undefined : 'min'),
    11: composite(undefined, undefined, undefined, start),
    16: composite(around.kioskId ?? 'HIS'),
    20: composite(around.kioskId ?? 'HIS'),
    25: text(FILLER_STATUS[booking.state]),
  });
  // Placer and filler numbers go back in the very form they came in.
  const [name = 'SCH', , , ...rest] = sch.fields;
  const given = booking.practitioner;
  return [
    { name, fields: [name, booking.placer, booking.filler, ...rest] },
    around.patient,
    ...(around.visit === undefined ? [] : [around.visit]),
    segment('RGS', { 1: text('1'), 2: text('U') }),
    segment('AIL', { 1: text('1'), 2: text('U'), 3: composite(booking.place), 6: text(start) }),
    ...(given === undefined
      ? []
      : [segment('AIP', { 1: text('1'), 2: text('U'), 3: composite(undefined, given) })]),
    ...(around.ticket === undefined ? [] : [around.ticket]),
  ];
};

/** S14 of somebody who is here: the booking as it came, with the Z-segments it came with. */
export const arrivalSegments = (
  booking: Hl7Booking,
  around: BookingSurroundings,
): readonly Segment[] => [
  ...bookingSegments({ ...booking, state: 'arrived' }, around),
  ...booking.foreign.map(line => {
    const fields = line.split(STANDARD_DELIMITERS.field);
    return { name: fields[0] ?? 'ZZZ', fields };
  }),
];
