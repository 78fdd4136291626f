import { checkInEventSchema, type CheckInEvent } from '../../core/contract/hub.ts';
import { type Queryable } from '../storage/database.ts';

/** What of a recorded visit decides its price. */
export interface VisitFacts {
  /** The first visit, where it was registered twice: nobody pays twice for one visit. */
  readonly visitId: string;
  readonly servicePointId: string;
  /** Absent once the retention time is over. */
  readonly payer: CheckInEvent['payer'] | undefined;
}

/** Undefined where no such check-in has arrived here. */
export const readVisitFacts = async (
  database: Queryable,
  visitId: string,
): Promise<VisitFacts | undefined> => {
  const { rows } = await database.query<{
    visit_id: string;
    service_point_id: string;
    payer: unknown;
  }>(
    `select first.visit_id, first.service_point_id, content -> 'payer' as payer
     from visit
     join visit first on first.visit_id = coalesce(visit.duplicate_of, visit.visit_id)
     join intake_event on intake_event.event_id = first.event_id
     where visit.visit_id = $1 and first.kind = 'check-in'`,
    [visitId],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const payer = checkInEventSchema.shape.payer.safeParse(row.payer).data;
  return { visitId: row.visit_id, servicePointId: row.service_point_id, payer };
};
