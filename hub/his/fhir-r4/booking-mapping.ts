import {
  type BookingKind,
  type Booking,
  bookingKindSchema,
} from '../../../core/contract/scheduling.ts';
import { idSchema } from '../../../core/contract/primitives.ts';
import { type Appointment } from './resources.ts';
import { CODES, type IdentifierSystems } from './systems.ts';

/** HL7 v2 table 0276, which FHIR binds Appointment.appointmentType to. */
const APPOINTMENT_REASON = 'http://terminology.hl7.org/CodeSystem/v2-0276';

const kindOf = ({ appointmentType }: Appointment): BookingKind => {
  const codings = appointmentType?.coding ?? [];
  const own = codings.find(({ system }) => system === CODES.bookingKind)?.code;
  const kind = bookingKindSchema.safeParse(own);
  if (kind.success) return kind.data;
  const followUp = codings.some(
    ({ system, code }) => system === APPOINTMENT_REASON && code === 'FOLLOWUP',
  );
  return followUp ? 're-examination' : 'appointment';
};

/** Reference of the first participant of a type: `Patient/…`. */
export const participantOf = (appointment: Appointment, type: string): string | undefined =>
  appointment.participant
    .map(({ actor }) => actor?.reference)
    .find(reference => reference?.startsWith(`${type}/`) === true);

const practitionerOf = (appointment: Appointment): string | undefined =>
  appointment.participant.find(({ actor }) => actor?.reference?.startsWith('Practitioner') === true)
    ?.actor?.display;

/** Still to be honoured: booked, or asked for and not yet answered (online registrations). */
const isOpen = ({ status }: Appointment): boolean => status === 'booked' || status === 'pending';

/**
 * An Appointment as a booking of the kiosk; undefined where it is used up, or has no time or place
 * a patient could be sent to.
 */
export const bookingOf = (
  appointment: Appointment,
  pointIdOf: (reference: string) => string | undefined,
  systems: IdentifierSystems,
): Booking | undefined => {
  const place =
    participantOf(appointment, 'HealthcareService') ?? participantOf(appointment, 'Location');
  const servicePointId = place === undefined ? undefined : pointIdOf(place);
  const start = Date.parse(appointment.start ?? '');
  const { id } = appointment;
  if (!isOpen(appointment) || servicePointId === undefined || Number.isNaN(start)) return undefined;
  if (id === undefined || !idSchema.safeParse(id).success) return undefined;
  const code = appointment.identifier?.find(({ system }) => system === systems.booking)?.value;
  const practitioner = practitionerOf(appointment);
  return {
    id,
    kind: kindOf(appointment),
    servicePointId,
    start: new Date(start).toISOString(),
    ...(code === undefined || code === '' || code.length > 50 ? {} : { code }),
    ...(practitioner === undefined ? {} : { practitioner: practitioner.slice(0, 255) }),
  };
};
