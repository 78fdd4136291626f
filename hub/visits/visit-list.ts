import { type IdentityFlag, identityFlagSchema } from '../../core/contract/identity.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type DeliveryState } from '../his/delivery/delivery-store.ts';
import { type TicketState } from '../his/ticket-state.ts';
import { type Queryable } from '../storage/database.ts';
import { type NotedFinding } from './clerk-notes.ts';

/** A visit as staff see it: nothing personal. */
export interface ListedVisit {
  readonly visitId: string;
  readonly label: string;
  readonly kind: 'check-in' | 'counter-referral';
  readonly servicePointId: string;
  readonly checkedInAt: string;
  /** As the HIS said last; null where it said nothing. */
  readonly ticket: TicketState | null;
  readonly toldAt: string | null;
  readonly delivery: DeliveryState | null;
  readonly flags: IdentityFlag[];
  readonly notes: NotedFinding[];
}

type Row = Omit<ListedVisit, 'flags'> & { readonly flags: unknown };

const flagsOf = (stored: unknown): IdentityFlag[] =>
  (Array.isArray(stored) ? stored : []).flatMap(
    flag => identityFlagSchema.safeParse(flag).data ?? [],
  );

/** Visits of a day in the order they came; only those with something to look at, where asked. */
export const listVisits = async (
  database: Queryable,
  day: BusinessDay,
  onlyNoted: boolean,
  limit: number,
): Promise<ListedVisit[]> => {
  const { rows } = await database.query<Row>(
    `with noted as (
       select distinct alias.patient_key, note.note, note.detail
       from clerk_note note join patient_alias alias on alias.alias = note.alias
       where note.day = $1
     ), listed as (
       select visit.visit_id as "visitId", visit.number_label as label, visit.kind,
         visit.service_point_id as "servicePointId", visit.checked_in_at as "checkedInAt",
         ticket_state.state as ticket, ticket_state.told_at as "toldAt",
         delivery.state as delivery,
         coalesce(event.content #> '{identity,flags}', '[]'::json)::jsonb as flags,
         coalesce((
           select jsonb_agg(jsonb_build_object('note', noted.note, 'detail', noted.detail)
             order by noted.note, noted.detail)
           from noted where noted.patient_key = visit.patient_key), '[]'::jsonb) as notes
       from visit
       join intake_event event on event.event_id = visit.event_id
       left join delivery on delivery.event_id = visit.event_id
       left join ticket_state on ticket_state.visit_id = visit.visit_id
       where visit.day = $1
     )
     select * from listed
     where not $2 or jsonb_array_length(flags) > 0 or jsonb_array_length(notes) > 0
     order by "checkedInAt", "visitId" limit $3`,
    [day, onlyNoted, limit],
  );
  return rows.map(row => ({ ...row, flags: flagsOf(row.flags) }));
};
