import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { SYNTHETIC_BILLS, type SyntheticBill } from '../../../core/identity/synthetic-bills.ts';
import {
  SYNTHETIC_PEOPLE,
  SYNTHETIC_REFERRALS,
  type SyntheticBooking,
  type SyntheticPerson,
} from '../../../core/identity/synthetic-people.ts';
import { addDays, businessDayOf, momentOn } from '../../../core/scheduling/business-day.ts';
import {
  type Appointment,
  type CoverageEligibilityResponse,
  type Extension,
  type FhirCoverage,
  type Identifier,
  type Invoice,
  type Patient,
  type ServiceRequest,
} from '../fhir-r4/resources.ts';
import { CODES, EXTENSIONS, type IdentifierSystems } from '../fhir-r4/systems.ts';
import { type StoredResource } from './resource-store.ts';

type Known = SyntheticPerson & { readonly hisPatientCode: string };

const isKnown = (person: SyntheticPerson): person is Known =>
  person.hisKnown && person.hisPatientCode !== undefined;

const idOf = (person: Known): string => person.hisPatientCode.toLowerCase();

const identifiersOf = (person: Known, systems: IdentifierSystems): Identifier[] => {
  const card = person.insurance?.cardNumber;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [systems.patientCode, person.hisPatientCode],
    [systems.citizenNumber, person.citizenNumber],
    [systems.oldNumber, person.oldNumber],
    [systems.insuranceCard, card?.length === 15 ? card : undefined],
    [systems.socialInsurance, card?.slice(-10)],
  ];
  return pairs.flatMap(([system, value]) => (value === undefined ? [] : [{ system, value }]));
};

const billsOf = (person: Known): readonly SyntheticBill[] =>
  SYNTHETIC_BILLS.filter(({ hisPatientCode }) => hisPatientCode === person.hisPatientCode);

const patientPays = ({ lines }: SyntheticBill): number =>
  lines.reduce((sum, { amount, insurerPays }) => sum + amount - insurerPays, 0);

const dong = (value: number) => ({ value, currency: 'VND' });

/** An invoice of the hospital; what the insurer bears is deducted line by line. */
const invoiceOf = (person: Known, bill: SyntheticBill, at: string): Invoice & { id: string } => ({
  resourceType: 'Invoice',
  id: bill.id,
  status: 'issued',
  type: { coding: [{ system: CODES.billKind, code: bill.kind }] },
  subject: { reference: `Patient/${idOf(person)}` },
  date: addDays(businessDayOf(at), -bill.daysAgo),
  lineItem: bill.lines.map(({ name, quantity, amount, insurerPays }, index) => ({
    sequence: index + 1,
    chargeItemCodeableConcept: { text: name },
    priceComponent: [
      { type: 'base', factor: quantity, amount: dong(amount) },
      ...(insurerPays === 0 ? [] : [{ type: 'deduction' as const, amount: dong(-insurerPays) }]),
    ],
  })),
  totalNet: dong(patientPays(bill)),
});

/** What is left over from before, where there is any. */
const debtOf = (person: Known): readonly Extension[] => {
  const owed = billsOf(person)
    .filter(({ daysAgo }) => daysAgo > 0)
    .reduce((sum, bill) => sum + patientPays(bill), 0);
  return owed === 0 ? [] : [{ url: EXTENSIONS.priorDebt, valueMoney: dong(owed) }];
};

const patientOf = (person: Known, systems: IdentifierSystems): Patient & { id: string } => {
  const [family, ...given] = person.name.split(' ');
  return {
    resourceType: 'Patient',
    id: idOf(person),
    ...(debtOf(person).length === 0 ? {} : { extension: [...debtOf(person)] }),
    identifier: identifiersOf(person, systems),
    active: true,
    name: [
      { use: 'official', text: person.name, ...(family === undefined ? {} : { family }), given },
    ],
    gender: person.gender,
    birthDate: person.birthDate,
    address: [{ use: 'home', text: person.address }],
  };
};

const coverageOf = (
  person: Known,
  systems: IdentifierSystems,
): readonly (FhirCoverage & { id: string })[] => {
  const { insurance } = person;
  if (insurance === undefined || insurance.standing === 'not-found') return [];
  return [
    {
      resourceType: 'Coverage',
      id: `coverage-${idOf(person)}`,
      identifier: [{ system: systems.insuranceCard, value: insurance.cardNumber }],
      status: insurance.standing === 'revoked' ? 'cancelled' : 'active',
      subscriberId: insurance.cardNumber,
      beneficiary: { reference: `Patient/${idOf(person)}` },
      payor: [{ display: 'Bảo hiểm xã hội Việt Nam' }],
      period: {
        start: insurance.validFrom,
        ...(insurance.validTo === undefined ? {} : { end: insurance.validTo }),
      },
      class: [
        {
          type: { coding: [{ system: CODES.coverageClass, code: 'plan' }] },
          value: insurance.registeredFacility,
        },
      ],
    },
  ];
};

/** Result codes of the insurer's portal for what the simulated people stand for. */
const PORTAL_RESULTS = { 'not-found': '050', 'details-differ': '060', revoked: '110' } as const;

const portalAnswerOf = (
  person: Known,
  at: string,
): readonly (CoverageEligibilityResponse & { id: string })[] => {
  const standing = person.insurance?.standing;
  if (standing === undefined || standing === 'active') return [];
  return [
    {
      resourceType: 'CoverageEligibilityResponse',
      id: `portal-${idOf(person)}`,
      status: 'active',
      purpose: ['validation'],
      patient: { reference: `Patient/${idOf(person)}` },
      created: at,
      request: { display: 'KQNhanLichSuKCB' },
      outcome: 'error',
      insurer: { display: 'Bảo hiểm xã hội Việt Nam' },
      error: [
        { code: { coding: [{ system: CODES.portalResult, code: PORTAL_RESULTS[standing] }] } },
      ],
    },
  ];
};

/** A referral for a disease of the list, which is good for a year. */
const referralOf = (person: Known, at: string): readonly (ServiceRequest & { id: string })[] =>
  person.insurance?.referral === true
    ? [
        {
          resourceType: 'ServiceRequest',
          id: `referral-${idOf(person)}`,
          status: 'active',
          intent: 'order',
          code: { coding: [{ system: CODES.referral, code: 'transfer' }] },
          subject: { reference: `Patient/${idOf(person)}` },
          authoredOn: addDays(businessDayOf(at), -5),
          occurrencePeriod: { end: addDays(businessDayOf(at), 360) },
        },
      ]
    : [];

/**
 * Referrals that another hospital sent, on the number of the card: this one has not put them to a
 * record yet. One was written five days ago, one two months ago.
 */
const sentReferrals = (
  systems: IdentifierSystems,
  at: string,
): readonly (ServiceRequest & { id: string })[] =>
  SYNTHETIC_REFERRALS.map(({ number, citizenNumber, fromFacility, daysAgo }) => ({
    resourceType: 'ServiceRequest',
    id: number.toLowerCase(),
    identifier: [{ system: systems.referral, value: number }],
    status: 'active',
    intent: 'order',
    code: { coding: [{ system: CODES.referral, code: 'transfer' }] },
    subject: { identifier: { system: systems.citizenNumber, value: citizenNumber } },
    authoredOn: addDays(businessDayOf(at), -daysAgo),
    requester: { identifier: { system: systems.facility, value: fromFacility } },
  }));

/** Records of everyone the simulated hospital knows, as of `at` (ISO instant). */
export const peopleResources = (
  systems: IdentifierSystems,
  at: string,
): readonly StoredResource[] => [
  ...SYNTHETIC_PEOPLE.filter(isKnown).flatMap(person => [
    patientOf(person, systems),
    ...coverageOf(person, systems),
    ...portalAnswerOf(person, at),
    ...referralOf(person, at),
    ...billsOf(person).map(bill => invoiceOf(person, bill, at)),
  ]),
  ...sentReferrals(systems, at),
];

const APPOINTMENT_REASON = 'http://terminology.hl7.org/CodeSystem/v2-0276';
const VISIT_MINUTES = 15;

const appointmentOf = (
  person: Known,
  booking: SyntheticBooking,
  day: BusinessDay,
  systems: IdentifierSystems,
): Appointment & { id: string } => {
  const start = momentOn(day, booking.time);
  const end = new Date(Date.parse(start) + VISIT_MINUTES * 60_000).toISOString();
  const reason = booking.kind === 're-examination' ? 'FOLLOWUP' : 'ROUTINE';
  return {
    resourceType: 'Appointment',
    id: `${booking.id}-${day.replaceAll('-', '')}`,
    identifier: [{ system: systems.booking, value: booking.code }],
    status: 'booked',
    appointmentType: {
      coding: [
        { system: APPOINTMENT_REASON, code: reason },
        { system: CODES.bookingKind, code: booking.kind },
      ],
    },
    start,
    end,
    participant: [
      { actor: { reference: `Patient/${idOf(person)}` }, status: 'accepted' },
      { actor: { reference: `HealthcareService/${booking.clinicId}` }, status: 'accepted' },
    ],
  };
};

/** The bookings of one day. */
export const bookingResources = (
  systems: IdentifierSystems,
  day: BusinessDay,
): readonly StoredResource[] =>
  SYNTHETIC_PEOPLE.filter(isKnown).flatMap(person =>
    person.bookings.map(booking => appointmentOf(person, booking, day, systems)),
  );
