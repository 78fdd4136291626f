import {
  type CheckInEvent,
  type CounterEvent,
  type IntakeEvent,
} from '../../../core/contract/hub.ts';
import { controlIdOf } from './control-id.ts';
import { composite, segment, text } from './message/compose.ts';
import { type Segment } from './message/message.ts';
import { type Hl7Booking } from './records/records.ts';
import { type OutgoingMessage } from './session.ts';
import { type PatientIdentifier } from './segments/patient-identifiers.ts';
import { patientSegment } from './segments/patient-segment.ts';
import { dongField, transactionOf } from './segments/charge-segments.ts';
import { arrivalSegments } from './segments/schedule-segments.ts';
import { relativeSegment, slipSegment } from './segments/circumstance-segments.ts';
import { ticketSegment } from './segments/ticket-segment.ts';
import {
  VISIT_AUTHORITY,
  coverSegment,
  eventSegment,
  insuranceSegment,
  visitSegment,
} from './segments/visit-segments.ts';
import { dateStampOf, timeStampOf } from './time-stamp.ts';
import { type Hl7v2Settings } from './settings.ts';

/** What was found out before the messages are made. */
export interface VisitSituation {
  readonly settings: Hl7v2Settings;
  readonly facilityCode: string;
  /** Of the patient, strongest first, with the hospital's own number where it is known. */
  readonly identifiers: readonly PatientIdentifier[];
  /** Patients who could be the same person. */
  readonly candidates: readonly string[];
  /** PV1-3.1 of the service point. */
  readonly location: string;
  readonly booking: Hl7Booking | undefined;
  /** The visit this one repeats. */
  readonly firstVisitId: string | undefined;
  /** Number of the ticket whose visit had used up the slip of this one. */
  readonly slipUsedBy?: string | undefined;
  /** The visit is there: only its cover is brought up to date. */
  readonly isCoverUpdate?: boolean;
  /** Whole đồng of the consultation, where it is to be posted. */
  readonly charge: { readonly amount: number; readonly description: string } | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Somebody without any number is known by the visit, until the hospital gives one. */
const patientIdentifiers = (
  { identifiers }: VisitSituation,
  visitId: string,
): readonly PatientIdentifier[] =>
  identifiers.length > 0
    ? identifiers
    : [{ value: visitId, authority: VISIT_AUTHORITY, type: 'VN' }];

const visitOf = (event: IntakeEvent, situation: VisitSituation): Segment =>
  visitSegment(
    event,
    situation.location,
    situation.facilityCode,
    situation.firstVisitId ?? event.visitId,
  );

const patientIn = (event: IntakeEvent, situation: VisitSituation): Segment =>
  patientSegment(event.identity ?? {}, patientIdentifiers(situation, event.visitId));

/** A04 registers the visit; A08 says of a visit that is there that it was registered twice. */
const registration = (event: CheckInEvent, situation: VisitSituation): OutgoingMessage => {
  const isDuplicate = situation.firstVisitId !== undefined;
  const trigger = isDuplicate ? 'A08' : 'A04';
  return {
    type: ['ADT', trigger, 'ADT_A01'],
    controlId: controlIdOf(event.eventId, trigger),
    segments: [
      eventSegment(trigger, event, situation.now),
      patientIn(event, situation),
      ...relativeSegment(event, situation.settings.identifiers),
      visitOf(event, situation),
      ...insuranceSegment(event),
      coverSegment(event),
      ticketSegment(event, isDuplicate ? 'duplicate' : 'waiting', situation.candidates),
      ...slipSegment(event, situation.slipUsedBy),
    ],
  };
};

/** A08 of a visit that is there, with what the look-up of its card came to; the ticket stands. */
const coverUpdate = (event: CheckInEvent, situation: VisitSituation): OutgoingMessage => ({
  type: ['ADT', 'A08', 'ADT_A01'],
  controlId: controlIdOf(event.eventId, 'A08'),
  segments: [
    eventSegment('A08', event, situation.now),
    patientIn(event, situation),
    visitOf(event, situation),
    ...insuranceSegment(event),
    coverSegment(event),
  ],
});

/** A10: here, and nobody has registered them yet, or they were booked. */
const tracking = (
  event: CheckInEvent | CounterEvent,
  situation: VisitSituation,
): OutgoingMessage => ({
  type: ['ADT', 'A10', 'ADT_A09'],
  controlId: controlIdOf(event.eventId, 'A10'),
  segments: [
    eventSegment('A10', event, situation.now),
    patientIn(event, situation),
    visitOf(event, situation),
    ticketSegment(event, 'waiting'),
    ...slipSegment(event, situation.slipUsedBy),
  ],
});

const scheduled = (
  event: CheckInEvent,
  booking: Hl7Booking,
  situation: VisitSituation,
): OutgoingMessage => ({
  type: ['SIU', 'S14', 'SIU_S12'],
  controlId: controlIdOf(event.eventId, 'S14'),
  segments: arrivalSegments(booking, {
    patient: patientIn(event, situation),
    visit: visitOf(event, situation),
    kioskId: event.kioskId,
    ticket: ticketSegment(event, 'waiting'),
  }),
});

/** P03: the price of the consultation, to be paid by the patient. */
const charge = (
  event: CheckInEvent,
  { amount: dong, description }: NonNullable<VisitSituation['charge']>,
  situation: VisitSituation,
): OutgoingMessage => {
  const at = timeStampOf(event.occurredAt);
  return {
    type: ['DFT', 'P03', 'DFT_P03'],
    controlId: controlIdOf(event.eventId, 'P03'),
    segments: [
      eventSegment('P03', event, situation.now),
      patientIn(event, situation),
      visitOf(event, situation),
      segment('FT1', {
        1: text('1'),
        2: text(transactionOf(event.visitId)),
        4: text(at),
        5: text(dateStampOf(event.number.day)),
        // HL7 table 0017: a charge.
        6: text('CG'),
        7: composite(event.servicePointId, description),
        10: text('1'),
        11: dongField(dong),
        12: dongField(dong),
        16: composite(situation.location, undefined, undefined, situation.facilityCode),
      }),
    ],
  };
};

/** Everything one event has to tell the HIS, in order. */
export const messagesOf = (
  event: IntakeEvent,
  situation: VisitSituation,
): readonly OutgoingMessage[] => {
  if (event.type === 'counter-referral') return [tracking(event, situation)];
  if (situation.isCoverUpdate === true) return [coverUpdate(event, situation)];
  const { booking, settings } = situation;
  const messages = [registration(event, situation)];
  if (situation.firstVisitId !== undefined) return messages;
  if (booking !== undefined && settings.arrival === 'siu-s14') {
    messages.push(scheduled(event, booking, situation));
  }
  if (booking !== undefined && settings.arrival === 'adt-a10') {
    messages.push(tracking(event, situation));
  }
  if (situation.charge !== undefined) messages.push(charge(event, situation.charge, situation));
  return messages;
};
