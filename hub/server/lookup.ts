import { decideCoverage } from '../../core/coverage/coverage.ts';
import { type InsuranceFacility, routeBasisOf } from '../../core/coverage/route-basis.ts';
import { type FaultCode, asFaultError } from '../../core/contract/errors.ts';
import { type Coverage } from '../../core/contract/coverage.ts';
import { type KnownVisit, type LookupResult } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type His, type HisAnswer } from '../his/his.ts';
import { visitsOfPatient } from '../intake/known-visits.ts';
import { type PatientAliases } from '../intake/patient-aliases.ts';
import { type Database } from '../storage/database.ts';
import { keepNotes, notesOn } from '../visits/clerk-notes.ts';
import { withinTime } from './within-time.ts';

export interface LookupOptions {
  readonly database: Database;
  readonly patients: PatientAliases;
  readonly his: Pick<His, 'lookup'>;
  readonly facility: InsuranceFacility;
  readonly clock: Clock;
  /** Longest wait for all the HIS is asked, in milliseconds. */
  readonly timeoutMs: number;
  /** Told when the HIS could not be asked. */
  readonly onHisAway: (fault: FaultCode) => void;
}

const merged = (
  own: readonly KnownVisit[],
  theirs: readonly KnownVisit[],
): LookupResult['visitsToday'] => {
  const known = new Set(own.map(({ visitId }) => visitId));
  return [...own, ...theirs.filter(({ visitId }) => !known.has(visitId))].slice(0, 50);
};

/** Bookings that a visit of today has used up, also while the HIS has not heard of it. */
const unused = (
  bookings: HisAnswer['bookings'],
  visits: readonly KnownVisit[],
): LookupResult['bookings'] =>
  bookings.filter(({ id }) => !visits.some(({ bookingId }) => bookingId === id));

/** A referral the HIS knows of shows in what it decided on it. */
const basisOf = (coverage: Coverage, day: BusinessDay, facility: InsuranceFacility) => {
  const referral = coverage.reason === 'valid-referral' ? 'good' : 'none';
  const routeBasis = routeBasisOf({ day, facility, coverage, referral });
  return routeBasis === undefined ? {} : { routeBasis };
};

/** What hub and HIS together know about who stands at a kiosk. Never fails for the HIS being away. */
export const createLookup =
  ({ database, patients, his, facility, clock, timeoutMs, onHisAway }: LookupOptions) =>
  async (claim: IdentityClaim, day: BusinessDay): Promise<LookupResult> => {
    try {
      const answer = await withinTime(his.lookup(claim, day), clock, timeoutMs);
      const own = await visitsOfPatient(
        database,
        patients,
        claim,
        answer.patient?.hisPatientId,
        day,
      );
      const aliases = patients.ofClaim(claim, answer.patient?.hisPatientId);
      const at = new Date(clock.now()).toISOString();
      await keepNotes(database, aliases, day, notesOn(claim, answer), at);
      const visitsToday = merged(own, answer.visitsToday);
      return {
        outcome: answer.patient === undefined ? 'unknown' : 'found',
        ...(answer.patient === undefined ? {} : { patient: answer.patient }),
        bookings: unused(answer.bookings, visitsToday),
        coverage: answer.coverage,
        ...basisOf(answer.coverage, day, facility),
        visitsToday,
      };
    } catch (error) {
      const { code } = asFaultError(error);
      if (!code.startsWith('his-')) throw error;
      onHisAway(code);
      return {
        outcome: 'his-away',
        bookings: [],
        coverage: decideCoverage({
          day,
          facilityCode: facility.facilityCode,
          claim: claim.insurance,
          record: { outcome: 'portal-away' },
          reExamination: false,
          referral: false,
        }),
        visitsToday: [...(await visitsOfPatient(database, patients, claim, undefined, day))],
      };
    }
  };
