import { createHash } from 'node:crypto';
import { type ServicePoint } from '../../../core/contract/catalogue.ts';
import { type BusinessDay } from '../../../core/contract/primitives.ts';
import {
  SYNTHETIC_SERVICE_POINTS,
  type SyntheticServicePoint,
} from '../../../core/identity/synthetic-hospital.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { addDays, businessDayOf, momentOn } from '../../../core/scheduling/business-day.ts';
import { type Encounter, type Slot, type Task } from '../fhir-r4/resources.ts';
import { CODES, type IdentifierSystems } from '../fhir-r4/systems.ts';
import { scheduleIdOf } from './hospital-resources.ts';
import { bookingResources } from './people-resources.ts';
import { type TicketState } from '../ticket-state.ts';
import { type ResourceStore, type StoredResource } from './resource-store.ts';
import { parseSearch } from './search-query.ts';

type Ticket = Task & { id: string };

export interface ClinicDayOptions {
  readonly store: ResourceStore;
  readonly systems: IdentifierSystems;
  readonly clock: Clock;
  /** 1: as long as patients really take; 10: ten times as fast. */
  readonly pace: number;
}

/** The people in the clinics: who waits, who is called, when a clinic is full. */
export interface ClinicDay {
  /** Calls numbers and lets people arrive, up to the present moment. */
  advance(): void;
  /** Opens, fills or closes a service point for walk-ins today. @returns false for an unknown id. */
  setState(pointId: string, state: ServicePoint['state']): boolean;
  /** Moves the ticket of a visit. @returns false for an unknown visit. */
  setTicket(visitId: string, status: TicketState): boolean;
}

const SLOT_STATUS = { open: 'free', full: 'busy', closed: 'busy-unavailable' } as const;

/** Full from the start, so that what the kiosk says then can be seen. */
const FULL_FROM_THE_START = new Set(['clinic-dermatology']);

/** Letters of numbers given at the reception desk, which no kiosk's series uses. */
const RECEPTION_SERIES = 'R';
const WALK_IN = { system: 'http://terminology.hl7.org/CodeSystem/v2-0276', code: 'WALKIN' };

/** 0 to 1, the same for the same names: a demonstration repeats. */
const chance = (...names: readonly (string | number)[]): number =>
  createHash('sha256').update(names.join('|')).digest().readUInt32BE(0) / 2 ** 32;

const slotIdOf = (pointId: string, day: BusinessDay): string =>
  `walk-in-${pointId}-${day.replaceAll('-', '')}`;

const slotOf = (
  pointId: string,
  day: BusinessDay,
  state: ServicePoint['state'],
): Slot & { id: string } => ({
  resourceType: 'Slot',
  id: slotIdOf(pointId, day),
  schedule: { reference: `Schedule/${scheduleIdOf(pointId)}` },
  status: SLOT_STATUS[state],
  appointmentType: { coding: [WALK_IN] },
  start: momentOn(day),
  end: momentOn(addDays(day, 1)),
});

const queueStatus = (code: string): NonNullable<Task['businessStatus']> => ({
  coding: [{ system: CODES.queueStatus, code }],
});

export const createClinicDay = (options: ClinicDayOptions): ClinicDay => {
  const { store, systems, clock, pace } = options;
  const isoNow = (): string => new Date(clock.now()).toISOString();

  const ticketsOf = (point: SyntheticServicePoint, status: string, day: BusinessDay): Ticket[] => {
    const query = parseSearch(
      'Task',
      new URLSearchParams({
        owner: `HealthcareService/${point.id}`,
        'business-status': `${CODES.queueStatus}|${status}`,
        'authored-on': `ge${day}T00:00:00+07:00`,
        _sort: 'authored-on',
        _count: '1000',
      }),
    );
    return store.search(query).resources.filter(one => one.resourceType === 'Task');
  };

  /** Somebody who came to the reception desk; deterministic ids make a second start harmless. */
  const arriveAtReception = (
    point: SyntheticServicePoint,
    day: BusinessDay,
    index: number,
  ): void => {
    const id = `reception-${point.id}-${day.replaceAll('-', '')}-${index}`;
    if (store.read('Task', id) !== undefined) return;
    const label = `${RECEPTION_SERIES}-${String(index).padStart(4, '0')}`;
    const ticket: Ticket = {
      resourceType: 'Task',
      id,
      identifier: [{ system: systems.queueNumber, value: label }],
      status: 'requested',
      businessStatus: queueStatus('waiting'),
      intent: 'order',
      priority: chance(id, 'priority') < 0.2 ? 'urgent' : 'routine',
      code: { coding: [{ system: CODES.task, code: 'reception-ticket' }] },
      authoredOn: isoNow(),
      owner: { reference: `HealthcareService/${point.id}` },
    };
    store.write(ticket, isoNow());
  };

  const usualCrowd = (point: SyntheticServicePoint, day: BusinessDay): number =>
    Math.floor(chance(point.id, day) * 9) + 1;

  const begin = (day: BusinessDay): void => {
    store.transaction(() => {
      for (const booking of bookingResources(systems, day)) {
        if (store.read(booking.resourceType, booking.id) === undefined)
          store.write(booking, isoNow());
      }
      for (const point of SYNTHETIC_SERVICE_POINTS) {
        if (store.read('Slot', slotIdOf(point.id, day)) !== undefined) continue;
        const state = FULL_FROM_THE_START.has(point.id) ? 'full' : 'open';
        store.write(slotOf(point.id, day, state), isoNow());
        for (let index = 1; index <= usualCrowd(point, day); index += 1) {
          arriveAtReception(point, day, index);
        }
      }
    });
  };

  const encounterOf = (ticket: Ticket): (Encounter & { id: string }) | undefined => {
    const [type, id] = ticket.encounter?.reference?.split('/') ?? [];
    const stored =
      type === 'Encounter' && id !== undefined ? store.read('Encounter', id) : undefined;
    return stored?.resourceType === 'Encounter' ? stored : undefined;
  };

  const move = (ticket: Ticket, status: TicketState): void => {
    const at = isoNow();
    const called = status !== 'done';
    const next: StoredResource = {
      ...ticket,
      status: called ? 'in-progress' : 'completed',
      businessStatus: queueStatus(status),
      lastModified: at,
      executionPeriod: called ? { start: at } : { ...ticket.executionPeriod, end: at },
    };
    store.write(next, at);
    const encounter = encounterOf(ticket);
    if (encounter === undefined) return;
    const period = called ? encounter.period : { ...encounter.period, end: at };
    store.write(
      {
        ...encounter,
        status: called ? 'in-progress' : 'finished',
        ...(period === undefined ? {} : { period }),
      },
      at,
    );
  };

  /** Priority first, then whoever came first (Law on Examination and Treatment 2023, Art. 3(2)). */
  const callNext = (point: SyntheticServicePoint, day: BusinessDay): void => {
    const waiting = ticketsOf(point, 'waiting', day);
    const next = waiting.find(({ priority }) => priority === 'urgent') ?? waiting[0];
    if (next !== undefined) move(next, 'called');
  };

  const advancePoint = (point: SyntheticServicePoint, day: BusinessDay): void => {
    const [serving] = ticketsOf(point, 'called', day);
    if (serving === undefined) {
      callNext(point, day);
      return;
    }
    const started = Date.parse(serving.executionPeriod?.start ?? isoNow());
    const varied = 0.6 + 0.8 * chance(serving.id, 'duration');
    const takes = (point.minutesPerPatient * 60_000 * varied) / pace;
    if (clock.now() < started + takes) return;
    store.transaction(() => {
      move(serving, 'done');
      callNext(point, day);
      const crowd = ticketsOf(point, 'waiting', day).length;
      const came = ticketsOf(point, 'done', day).length + crowd;
      if (crowd < usualCrowd(point, day) && chance(point.id, came) < 0.8) {
        arriveAtReception(point, day, came + 100);
      }
    });
  };

  let begun: BusinessDay | undefined;
  const today = (): BusinessDay => {
    const day = businessDayOf(clock.now());
    if (day !== begun) begin(day);
    begun = day;
    return day;
  };

  return {
    advance() {
      const day = today();
      for (const point of SYNTHETIC_SERVICE_POINTS) advancePoint(point, day);
    },
    setState(pointId, state) {
      if (!SYNTHETIC_SERVICE_POINTS.some(({ id }) => id === pointId)) return false;
      store.write(slotOf(pointId, today(), state), isoNow());
      return true;
    },
    setTicket(visitId, status) {
      const query = parseSearch(
        'Task',
        new URLSearchParams({ identifier: `${systems.ticket}|${visitId}` }),
      );
      const [ticket] = store.search(query).resources;
      if (ticket?.resourceType !== 'Task') return false;
      move(ticket, status);
      return true;
    },
  };
};
