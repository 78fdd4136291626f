import { type FaultCode, asFaultError } from '../../core/contract/errors.ts';
import { type KnownVisit, type LookupResult } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type His, type HisAnswer } from '../his/his.ts';
import { type InsuranceAnswer } from '../insurance/card-answer.ts';
import { type InsuranceLookUp } from '../insurance/insurance-look-up.ts';
import { visitsOfPatient } from '../intake/known-visits.ts';
import { type PatientAliases } from '../intake/patient-aliases.ts';
import { type Database } from '../storage/database.ts';
import { type CoverRules, coveredBy, knownOf } from './cover.ts';
import { keepNotes, notesOn } from '../visits/clerk-notes.ts';
import { withinTime } from './within-time.ts';

export interface LookupOptions {
  readonly database: Database;
  readonly patients: PatientAliases;
  readonly his: Pick<His, 'lookup'>;
  readonly cover: CoverRules;
  /** The insurer's portal, where the hub asks it itself, and the longest wait for it. */
  readonly insurance?: { readonly lookUp: InsuranceLookUp; readonly timeoutMs: number } | undefined;
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

/** What hub and HIS together know about who stands at a kiosk. Never fails for the HIS being away. */
export const createLookup = (options: LookupOptions) => {
  const { database, patients, his, cover, insurance, clock, timeoutMs, onHisAway } = options;

  /** Asks the insurer by what was read while the HIS is asked, else by what the HIS adds. */
  const insurer = (claim: IdentityClaim, day: BusinessDay) => {
    const deadline = clock.now() + (insurance?.timeoutMs ?? 0);
    const common = { day, purpose: 'check-in', deadline } as const;
    const early =
      insurance?.lookUp.isReady(claim) === true
        ? insurance.lookUp.ask({ claim, ...common })
        : undefined;
    return {
      async alone() {
        return early;
      },
      async with(answer: HisAnswer): Promise<InsuranceAnswer | undefined> {
        const known = knownOf(answer);
        if (early === undefined) return insurance?.lookUp.ask({ claim, known, ...common });
        const said = await early;
        const isMissed = said?.record.outcome === 'not-found' && claim.insurance === undefined;
        if (!isMissed || known.cardNumber === undefined) return said;
        // No card under the citizen number: the one the hospital remembers may be there.
        const { citizenNumber: _, ...rest } = claim;
        const { name, birthDate, cardNumber } = known;
        const again = { name, birthDate, cardNumber };
        return (await insurance?.lookUp.ask({ claim: rest, known: again, ...common })) ?? said;
      },
    };
  };

  return async (claim: IdentityClaim, day: BusinessDay): Promise<LookupResult> => {
    const asked = insurer(claim, day);
    try {
      const answer = await withinTime(his.lookup(claim, day), clock, timeoutMs);
      const said = await asked.with(answer);
      const own = await visitsOfPatient(
        database,
        patients,
        claim,
        answer.patient?.hisPatientId,
        day,
      );
      const aliases = patients.ofClaim(claim, answer.patient?.hisPatientId);
      const at = new Date(clock.now()).toISOString();
      const covered = coveredBy(said, answer, { claim, day }, cover);
      const notes = notesOn(claim, answer, covered.coverage);
      await keepNotes(database, aliases, day, notes, at);
      const visitsToday = merged(own, answer.visitsToday);
      return {
        outcome: answer.patient === undefined ? 'unknown' : 'found',
        ...(answer.patient === undefined ? {} : { patient: answer.patient }),
        bookings: unused(answer.bookings, visitsToday),
        ...covered,
        visitsToday,
      };
    } catch (error) {
      const { code } = asFaultError(error);
      if (!code.startsWith('his-')) throw error;
      onHisAway(code);
      return {
        outcome: 'his-away',
        bookings: [],
        ...coveredBy(await asked.alone(), undefined, { claim, day }, cover),
        visitsToday: [...(await visitsOfPatient(database, patients, claim, undefined, day))],
      };
    }
  };
};
