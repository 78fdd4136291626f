import { decideCoverage } from '../../../core/coverage/coverage.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { type LookupResult } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { addDays } from '../../../core/scheduling/business-day.ts';
import { type HisAnswer, type HisReferral } from '../his.ts';
import { bookingOf, participantOf } from './booking-mapping.ts';
import { coverageRecordOf } from './coverage-mapping.ts';
import { alikeSearch, candidatesAmong } from './candidates.ts';
import { type FhirClient, type SearchParameters } from './fhir-client.ts';
import { hasPriorDebt, identifiersOf, matchPatient, recordOf, tokenOf } from './patient-mapping.ts';
import {
  type Bundle,
  type Patient,
  type ResourceOf,
  type ResourceType,
  type ServiceRequest,
} from './resources.ts';
import { dayOf } from './slips.ts';
import { CODES, type IdentifierSystems } from './systems.ts';
import { knownVisitOf } from './ticket-mapping.ts';

export interface LookupTools {
  readonly client: FhirClient;
  readonly systems: IdentifierSystems;
  readonly facilityCode: string;
  /** Service point of a HIS reference such as `HealthcareService/eye`. */
  readonly pointIdOf: (reference: string) => string | undefined;
}

/** The hospital's day in FHIR search prefixes (R4, 3.1.1.4.7), with its offset from UTC. */
export const onDay = (day: BusinessDay): readonly [string, string] => [
  `ge${day}T00:00:00+07:00`,
  `lt${addDays(day, 1)}T00:00:00+07:00`,
];

const within = <T extends ResourceType>(
  bundle: Bundle | undefined,
  type: T,
): readonly ResourceOf<T>[] =>
  (bundle?.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as ResourceOf<T>] : [],
  );

/** Who has the booking, where somebody comes with its code only. */
const bookedPatient = async (
  { client, systems }: LookupTools,
  code: string,
  day: BusinessDay,
): Promise<Patient | undefined> => {
  const appointments = await client.search('Appointment', {
    identifier: tokenOf({ system: systems.booking, value: code }),
    date: onDay(day),
  });
  const references = new Set(appointments.map(one => participantOf(one, 'Patient')));
  const [reference] = references;
  if (reference === undefined || references.size > 1) return undefined;
  return client.read('Patient', reference.slice('Patient/'.length));
};

/**
 * The record a claim means, or undefined where there is none.
 * @throws FaultError `his-*`; also `his-conflict` where several records fit equally well.
 */
const findPatient = async (
  tools: LookupTools,
  claim: IdentityClaim,
  day: BusinessDay,
): Promise<Patient | undefined> => {
  const tokens = identifiersOf(claim, tools.systems).map(tokenOf);
  if (tokens.length > 0) {
    const found = await tools.client.search('Patient', { identifier: tokens.join(',') });
    const match = matchPatient(found, claim, tools.systems);
    if (match.match === 'one') return match.patient;
    if (match.match === 'several') throw new FaultError('his-conflict', 'several records fit');
  }
  return claim.bookingCode === undefined ? undefined : bookedPatient(tools, claim.bookingCode, day);
};

const searchesAbout = (
  patientId: string,
  day: BusinessDay,
): readonly (readonly [ResourceType, SearchParameters])[] => {
  const patient = `Patient/${patientId}`;
  return [
    ['Appointment', { actor: patient, date: onDay(day), _count: '50' }],
    ['Coverage', { beneficiary: patient }],
    ['CoverageEligibilityResponse', { patient, _sort: '-created', _count: '1' }],
    ['ServiceRequest', { subject: patient, status: 'active' }],
    [
      'Task',
      { patient, code: `${CODES.task}|queue-ticket`, 'authored-on': onDay(day), _count: '50' },
    ],
  ];
};

const UNKNOWN: Pick<LookupResult, 'bookings' | 'visitsToday'> = { bookings: [], visitsToday: [] };

/** For the clerk; the kiosk is never told of them. */
const suggestionsFor = async (
  client: FhirClient,
  claim: IdentityClaim,
): Promise<readonly string[]> => {
  const search = alikeSearch(claim);
  return search === undefined ? [] : candidatesAmong(await client.search('Patient', search), claim);
};

const isTransfer = ({ intent, code }: ServiceRequest): boolean =>
  intent === 'order' &&
  (code?.coding ?? []).some(one => one.system === CODES.referral && one.code === 'transfer');

const referralOf = ({ authoredOn, occurrencePeriod }: ServiceRequest): HisReferral => ({
  day: dayOf(authoredOn),
  validTo: dayOf(occurrencePeriod?.end),
});

/** Everything about one patient today. A patient the HIS does not know has no bookings there. */
export const lookUp = async (
  tools: LookupTools,
  claim: IdentityClaim,
  day: BusinessDay,
): Promise<HisAnswer> => {
  const { client, systems, facilityCode, pointIdOf } = tools;
  const patient = await findPatient(tools, claim, day);
  const record = patient === undefined ? undefined : recordOf(patient, systems);
  const question = { day, facilityCode, claim: claim.insurance };
  if (record === undefined) {
    const coverage = decideCoverage({
      ...question,
      record: { outcome: 'not-found' },
      reExamination: false,
      referral: false,
    });
    const suggestions = await suggestionsFor(client, claim);
    return {
      patient: undefined,
      coverage,
      ...UNKNOWN,
      ...(suggestions.length === 0 ? {} : { suggestions }),
    };
  }
  const [appointments, coverages, responses, referrals, tickets] = await client.searchMany(
    searchesAbout(record.hisPatientId, day),
  );
  const bookings = within(appointments, 'Appointment')
    .flatMap(appointment => bookingOf(appointment, pointIdOf, systems) ?? [])
    .sort((a, b) => (a.start < b.start ? -1 : 1));
  return {
    patient: record,
    bookings: bookings.slice(0, 50),
    coverage: decideCoverage({
      ...question,
      record: coverageRecordOf(
        within(coverages, 'Coverage'),
        within(responses, 'CoverageEligibilityResponse'),
        systems,
      ),
      reExamination: bookings.some(({ kind }) => kind === 're-examination'),
      referral: false,
    }),
    referrals: within(referrals, 'ServiceRequest').filter(isTransfer).map(referralOf),
    visitsToday: within(tickets, 'Task').flatMap(
      task => knownVisitOf(task, pointIdOf, systems) ?? [],
    ),
    ...(patient !== undefined && hasPriorDebt(patient) ? { priorDebt: true } : {}),
  };
};
