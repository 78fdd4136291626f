import {
  type BusinessDay,
  businessDaySchema,
  idSchema,
} from '../../../core/contract/primitives.ts';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { type HisSlip, type SlipQuestion } from '../his.ts';
import { bookingOf } from './booking-mapping.ts';
import { type FhirClient } from './fhir-client.ts';
import { identifiersOf, tokenOf } from './patient-mapping.ts';
import { type Appointment, type Reference, type ServiceRequest } from './resources.ts';
import { type IdentifierSystems } from './systems.ts';

export interface SlipTools {
  readonly client: FhirClient;
  readonly systems: IdentifierSystems;
  /** Service point of a HIS reference such as `HealthcareService/eye`. */
  readonly pointIdOf: (reference: string) => string | undefined;
}

/**
 * The slip with that number, as a ServiceRequest or an Appointment. One number for several records
 * names none of them: only a person can tell which is meant.
 * @throws FaultError `his-*`.
 */
export const findSlip = async (
  tools: SlipTools,
  question: SlipQuestion,
): Promise<HisSlip | undefined> => {
  const { client, systems } = tools;
  const { kind, number } = question;
  if (kind === 'referral') {
    const identifier = tokenOf({ system: systems.referral, value: number });
    const found = await client.search('ServiceRequest', { identifier });
    return found.length === 1 ? referralOf(found[0], question, systems) : undefined;
  }
  const identifier = tokenOf({ system: systems.booking, value: number });
  const found = await client.search('Appointment', { identifier });
  return found.length === 1 ? appointed(found[0], question, tools) : undefined;
};

/** A date, or the day in the hospital on which a moment falls. */
export const dayOf = (dateTime: string | undefined): BusinessDay | undefined => {
  if (dateTime === undefined || businessDaySchema.safeParse(dateTime).success) return dateTime;
  const moment = Date.parse(dateTime);
  const isWholeDay = dateTime.length > 'yyyy-mm-dd'.length;
  return isWholeDay && !Number.isNaN(moment) ? businessDayOf(moment) : undefined;
};

/**
 * Whether a slip names the patient: by the record of this HIS, or, where another hospital sent it
 * before there was one, by a number of theirs.
 */
const isAbout = (
  { reference, identifier }: Reference,
  { claim, hisPatientId }: SlipQuestion,
  systems: IdentifierSystems,
): boolean => {
  if (reference !== undefined) return reference === `Patient/${hisPatientId ?? ''}`;
  const token = identifier === undefined ? undefined : tokenOf(identifier);
  return identifiersOf(claim, systems).some(own => tokenOf(own) === token);
};

const referralOf = (
  request: ServiceRequest | undefined,
  question: SlipQuestion,
  systems: IdentifierSystems,
): HisSlip | undefined => {
  const id = idSchema.safeParse(request?.id);
  if (!id.success || request === undefined) return undefined;
  const facility = request.requester?.identifier;
  return {
    hisId: id.data,
    isTheirs: isAbout(request.subject, question, systems),
    day: dayOf(request.authoredOn),
    validTo: dayOf(request.occurrencePeriod?.end),
    fromFacility:
      facility?.system === systems.facility && /^\d{5}$/.test(facility.value ?? '')
        ? facility.value
        : undefined,
    isOpen: request.status === 'active',
    booking: undefined,
  };
};

const appointed = (
  appointment: Appointment | undefined,
  question: SlipQuestion,
  { systems, pointIdOf }: SlipTools,
): HisSlip | undefined => {
  const id = idSchema.safeParse(appointment?.id);
  if (!id.success || appointment === undefined) return undefined;
  return {
    hisId: id.data,
    isTheirs: appointment.participant.some(
      ({ actor }) => actor !== undefined && isAbout(actor, question, systems),
    ),
    day: dayOf(appointment.start),
    validTo: undefined,
    fromFacility: undefined,
    isOpen: ['proposed', 'pending', 'booked'].includes(appointment.status),
    booking: bookingOf(appointment, pointIdOf, systems),
  };
};
