import { type KnownVisit, knownVisitSchema } from '../../../core/contract/hub.ts';
import { type TicketChange } from '../his.ts';
import { TICKET_STATES } from '../ticket-state.ts';
import { type Task } from './resources.ts';
import { CODES, type IdentifierSystems } from './systems.ts';

const detailOf = (task: Task, code: string): string | number | undefined => {
  const input = task.input?.find(({ type }) =>
    (type.coding ?? []).some(one => one.system === CODES.checkInDetail && one.code === code),
  );
  return input?.valueString ?? input?.valueInteger;
};

/** A queue ticket in the HIS as a visit the kiosk may find again; undefined for any other Task. */
export const knownVisitOf = (
  task: Task,
  pointIdOf: (reference: string) => string | undefined,
  systems: IdentifierSystems,
): KnownVisit | undefined => {
  if (task.status === 'cancelled' || task.status === 'entered-in-error') return undefined;
  const valueOf = (system: string): string | undefined =>
    task.identifier?.find(identifier => identifier.system === system)?.value;
  const servicePointId = pointIdOf(task.owner?.reference ?? '');
  const authored = Date.parse(task.authoredOn ?? '');
  const visit = knownVisitSchema.safeParse({
    visitId: valueOf(systems.ticket),
    bookingId: detailOf(task, 'booking'),
    servicePointId,
    number: {
      servicePointId,
      day: detailOf(task, 'day'),
      numberClass: detailOf(task, 'number-class'),
      sequence: detailOf(task, 'number-sequence'),
      label: valueOf(systems.queueNumber),
      source: detailOf(task, 'number-source'),
    },
    checkedInAt: Number.isNaN(authored) ? undefined : new Date(authored).toISOString(),
  });
  return visit.success ? visit.data : undefined;
};

/** What Task.status says of a ticket whose businessStatus says nothing we know. */
const STATES_OF_STATUS: Readonly<Record<string, TicketChange['state']>> = {
  requested: 'waiting',
  received: 'waiting',
  accepted: 'waiting',
  ready: 'called',
  'in-progress': 'serving',
  completed: 'done',
  cancelled: 'cancelled',
};

/** What became of one of our tickets; undefined for any other Task. */
export const ticketChangeOf = (
  task: Task,
  systems: IdentifierSystems,
): TicketChange | undefined => {
  const visitId = task.identifier?.find(({ system }) => system === systems.ticket)?.value;
  const said = task.businessStatus?.coding?.find(
    ({ system }) => system === CODES.queueStatus,
  )?.code;
  const state = TICKET_STATES.find(one => one === said) ?? STATES_OF_STATUS[task.status];
  return visitId === undefined || state === undefined ? undefined : { visitId, state };
};
