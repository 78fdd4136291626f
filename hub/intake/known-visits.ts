import { type NumberClass } from '../../core/contract/catalogue.ts';
import { type KnownVisit } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type NumberSession } from '../../core/contract/scheduling.ts';
import { type Queryable } from '../storage/database.ts';
import { type PatientAliases } from './patient-aliases.ts';

interface VisitRow {
  readonly visit_id: string;
  readonly booking_id: string | null;
  readonly service_point_id: string;
  readonly day: string;
  readonly number_session: 'day' | NumberSession;
  readonly number_class: NumberClass;
  readonly number_sequence: number;
  readonly number_label: string;
  readonly number_source: 'hub' | 'lease';
  readonly checked_in_at: string;
}

const visitOf = (row: VisitRow): KnownVisit => ({
  visitId: row.visit_id,
  ...(row.booking_id === null ? {} : { bookingId: row.booking_id }),
  servicePointId: row.service_point_id,
  number: {
    servicePointId: row.service_point_id,
    day: row.day,
    numberClass: row.number_class,
    sequence: row.number_sequence,
    label: row.number_label,
    source: row.number_source,
    ...(row.number_session === 'day' ? {} : { session: row.number_session }),
  },
  checkedInAt: row.checked_in_at,
});

/** Check-ins of a day by any kiosk for whoever a claim is about, first visits only. */
export const visitsOfPatient = async (
  database: Queryable,
  patients: PatientAliases,
  claim: Partial<IdentityClaim>,
  hisPatientId: string | undefined,
  day: BusinessDay,
): Promise<readonly KnownVisit[]> => {
  const aliases = patients.ofClaim(claim, hisPatientId);
  if (aliases.length === 0) return [];
  const { rows } = await database.query<VisitRow>(
    `select visit_id, booking_id, service_point_id, day, number_session, number_class, number_sequence,
       number_label, number_source, checked_in_at
     from visit
     where kind = 'check-in' and duplicate_of is null and day = $2::date
       and patient_key in (select patient_key from patient_alias
         where alias in (select jsonb_array_elements_text($1::jsonb)))
     order by checked_in_at limit 50`,
    [JSON.stringify(aliases), day],
  );
  return rows.map(visitOf);
};
