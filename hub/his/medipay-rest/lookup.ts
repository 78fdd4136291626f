import { decideCoverage } from '../../../core/coverage/coverage.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { type HisAnswer } from '../his.ts';
import { type PatientKeyHash } from '../patient-keys.ts';
import { type SentTickets } from '../sent-tickets.ts';
import { checkInsurance } from './insurance-check.ts';
import { type MedipayClient } from './medipay-client.ts';
import { hasPriorDebt, onePatient, recordOf } from './patient-check.ts';
import { type MedipayRestSettings } from './settings.ts';
import { referralsOf } from './slips.ts';
import { ticketKeysOf } from './ticket-keys.ts';

export interface LookupTools {
  readonly client: MedipayClient;
  readonly settings: MedipayRestSettings;
  readonly facilityCode: string;
  readonly tickets: SentTickets;
  readonly keyed: PatientKeyHash;
}

/** Everything this contract knows of somebody today: who they are, their cover, their tickets. */
export const lookUp = async (
  tools: LookupTools,
  claim: IdentityClaim,
  day: BusinessDay,
): Promise<HisAnswer> => {
  const { client, settings, facilityCode, tickets, keyed } = tools;
  const found = await onePatient(client, settings, claim);
  const patient = found === undefined ? undefined : recordOf(found, settings);
  // What was read from a document outranks what is on record; the rest is filled up from there.
  const person = { ...patient?.claim, ...claim };
  const isAskedForSlips = patient !== undefined && settings.paths.slips !== null;
  const [{ record, isInNetwork }, referrals] = await Promise.all([
    checkInsurance(client, settings, person),
    isAskedForSlips ? referralsOf(client, patient.hisPatientId) : undefined,
  ]);
  // A referral is why the HIS takes somebody for its own: that one is weighed by itself.
  const isOurs = isInNetwork && (referrals ?? []).length === 0;
  const coverage = decideCoverage({
    day,
    facilityCode,
    claim: claim.insurance,
    record,
    reExamination: false,
    referral: false,
    ...(isOurs && record.outcome === 'found' && record.registeredFacility !== undefined
      ? { networkFacilities: [record.registeredFacility] }
      : {}),
  });
  if (found === undefined || patient === undefined) {
    return { patient: undefined, bookings: [], coverage, visitsToday: [] };
  }
  const keys = ticketKeysOf(person, patient.hisPatientId, settings.documentTypes, keyed);
  const visitsToday = await tickets.ticketsOf(keys, day);
  return {
    patient,
    bookings: [],
    coverage,
    visitsToday: visitsToday.slice(0, 50),
    ...(referrals === undefined ? {} : { referrals }),
    ...(hasPriorDebt(found, settings) ? { priorDebt: true } : {}),
  };
};
