import type { HubFacts } from './facts.ts';
import type { PostgresSession } from './postgres-session.ts';

/** What is left in the hubs' database. */
export const hubFactsIn = (session: PostgresSession): HubFacts => ({
  intake: session.query<HubFacts['intake'][number]>(
    `select event_id::text as "eventId", outcome, fault from intake_event`,
  ).rows,
  visits: session.query<HubFacts['visits'][number]>(
    `select visit_id::text as "visitId", duplicate_of::text as "duplicateOf",
       slip_used_by::text as "slipUsedBy"
     from visit where kind = 'check-in'`,
  ).rows,
  deliveries: session.query<HubFacts['deliveries'][number]>(
    `select delivery.event_id::text as "eventId", visit.visit_id::text as "visitId", ordinal, state,
       fault, updates_visit is not null as "isCoverUpdate"
     from delivery join visit
       on visit.visit_id = updates_visit or (updates_visit is null and visit.event_id = delivery.event_id)
     order by ordinal`,
  ).rows,
  rechecks: session.query<HubFacts['rechecks'][number]>(
    `select visit_id::text as "visitId", day::text as day, state, result from insurance_recheck
     order by visit_id`,
  ).rows,
  issues: session.query<HubFacts['issues'][number]>(
    `select service_point_id || ' ' || day::text || ' ' || number_class as line,
       first_number as first, last_number as last from number_issue`,
  ).rows,
});
