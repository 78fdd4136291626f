import type { Client } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { HubContract, Priority } from '../../core/contract/hub.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import type { NumberClass, ServicePoint } from '../../core/contract/catalogue.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import { expectedWaitMinutes } from '../../core/queueing/expected-wait.ts';
import { sessionAt } from '../../core/queueing/number-session.ts';
import type {
  CheckInOrder,
  Circumstances,
  CounterOrder,
  IssuedVisit,
  VisitServices,
} from '../../core/visit/visit-context.ts';
import { ticketRouteOf } from '../../core/visit/visit-cover.ts';
import type { PressureStep } from '../../core/contract/staff.ts';
import type { Watched } from '../hub-client/watched.ts';
import { type Allowance, allowanceOf } from '../outbox/pressure-steps.ts';
import type { NumberSource, VisitExtras, VisitJournal } from '../storage/kiosk-store.ts';
import { patientKeysOf } from './patient-keys.ts';

export interface CheckInParts {
  readonly kioskId: () => string;
  readonly counterId: () => string;
  readonly hub: Pick<Client<HubContract>, 'takeNumber'>;
  readonly hubReachable: () => boolean;
  readonly visits: Pick<VisitJournal, 'recordCheckIn' | 'recordCounterReferral'>;
  readonly servicePoint: (id: string) => ServicePoint | undefined;
  readonly day: () => BusinessDay;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How full the kiosk is; absent: never. */
  readonly pressure?: Watched<PressureStep> | undefined;
}

const allowed = ({ pressure }: CheckInParts): Allowance =>
  allowanceOf(pressure?.current() ?? 'ample');

/** What has no room is refused before it costs a number; the visit goes on with less. */
const refuseUnless = (isAllowed: boolean): void => {
  if (!isAllowed) throw new FaultError('storage-failed', 'the kiosk has no room for this');
};

/**
 * Gives a number and records the visit, in this order: ask the hub for the next number; where it
 * does not answer in time, take one from the leased block; then number, visit and outbox row are
 * one durable transaction. A number the hub gave and that never reached us stays a gap.
 */
export const createCheckIn = (parts: CheckInParts): Pick<VisitServices, 'issue' | 'refer'> => ({
  issue: async given => {
    refuseUnless(allowed(parts).checkIns);
    const order = allowed(parts).portraits ? given : { ...given, portrait: undefined };
    const head = eventHead(parts);
    const { servicePointId } = order;
    const { number, wait } = await nextNumber(parts, {
      servicePointId,
      priority: order.priority,
      walkIn: order.bookingId === undefined,
    });
    const event = parts.visits.recordCheckIn({
      event: { ...head, ...checkInFacts(order) },
      number,
      patientKeys: patientKeysOf(order.claim, order.lookup.patient?.hisPatientId),
      extras: wait,
    });
    return issued(event, wait, {
      payer: order.payer,
      coverageReason: order.coverage.reason,
      ...ticketRouteOf(order.payer, order.coverage),
      ...priceOf(parts.servicePoint(servicePointId), order),
    });
  },
  refer: async order => {
    refuseUnless(allowed(parts).slips);
    const { number, wait } = await nextNumber(parts, {
      servicePointId: parts.counterId(),
      priority: order.priority,
      walkIn: false,
    });
    const event = parts.visits.recordCounterReferral({
      event: { ...eventHead(parts), ...referralFacts(order) },
      number,
      patientKeys: patientKeysOf(order.claim),
      extras: wait,
    });
    return issued(event, wait, {});
  },
});

const eventHead = ({ kioskId, clock, ids }: CheckInParts) => ({
  eventId: ids.uuid(),
  visitId: ids.uuid(),
  kioskId: kioskId(),
  occurredAt: new Date(clock.now()).toISOString(),
});

const circumstances = ({ relative, slip, clerkTasks }: Circumstances) => ({
  ...(relative === undefined ? {} : { relative }),
  ...(slip === undefined ? {} : { slip }),
  ...(clerkTasks.length === 0 ? {} : { clerkTasks: [...clerkTasks] }),
});

const checkInFacts = (order: CheckInOrder) => ({
  identity: order.claim,
  servicePointId: order.servicePointId,
  payer: { mode: order.payer, coverage: order.coverage },
  language: order.language,
  ...(order.lookup.patient === undefined
    ? {}
    : { hisPatientId: order.lookup.patient.hisPatientId }),
  ...(order.bookingId === undefined ? {} : { bookingId: order.bookingId }),
  ...(order.portrait === undefined ? {} : { portrait: order.portrait }),
  ...(order.priority === undefined ? {} : { priority: order.priority }),
  ...circumstances(order),
});

const referralFacts = (order: CounterOrder) => ({
  reason: order.reason,
  language: order.language,
  ...(order.claim === undefined ? {} : { identity: order.claim }),
  ...(order.priority === undefined ? {} : { priority: order.priority }),
  ...circumstances(order),
});

const priceOf = (point: ServicePoint | undefined, order: CheckInOrder) =>
  point !== undefined && order.payer === 'self-pay' ? { price: point.price } : {};

interface Wait extends VisitExtras {
  readonly peopleAhead?: number;
  readonly waitMinutes?: number;
  readonly expectedAt?: string;
}

interface NumberWish {
  readonly servicePointId: string;
  readonly priority: Priority | undefined;
  /** Whoever has a booking is seen in a full clinic too. */
  readonly walkIn: boolean;
}

/** The hub's refusal of a full clinic is an answer; every other failure is an absent hub. */
const unlessFull = (cause: unknown): undefined => {
  if (cause instanceof FaultError && cause.code === 'clinic-full') throw cause;
  return undefined;
};

const nextNumber = async (
  parts: CheckInParts,
  { servicePointId, priority, walkIn }: NumberWish,
): Promise<{ number: NumberSource; wait: Wait }> => {
  const numberClass: NumberClass = priority === undefined ? 'normal' : 'priority';
  const session = sessionAt(parts.servicePoint(servicePointId)?.reset, parts.clock.now());
  const line = { servicePointId, numberClass, day: parts.day(), session };
  if (parts.hubReachable()) {
    const given = await parts.hub
      .takeNumber({ requestId: parts.ids.uuid(), ...line, walkIn })
      .catch(unlessFull);
    if (given !== undefined) {
      return { number: { from: 'hub', number: given }, wait: waitOf(parts, line) };
    }
  }
  return { number: { from: 'lease', ...line }, wait: {} };
};

/** Figures of the queue are told only while the hub is there to know them, and fresh. */
const waitOf = (
  { servicePoint, clock }: CheckInParts,
  { servicePointId, numberClass }: { servicePointId: string; numberClass: NumberClass },
): Wait => {
  const point = servicePoint(servicePointId);
  if (point === undefined || point.load === 'old') return {};
  const waitMinutes = expectedWaitMinutes(point.waiting, point, numberClass);
  return {
    peopleAhead: point.waiting,
    waitMinutes,
    expectedAt: new Date(clock.now() + waitMinutes * 60_000).toISOString(),
  };
};

const issued = (
  event: { visitId: string; number: IssuedVisit['number']; priority?: Priority | undefined },
  wait: Wait,
  rest: Pick<IssuedVisit, 'payer' | 'coverageReason' | 'coverageRoute' | 'price'>,
): IssuedVisit => ({
  visitId: event.visitId,
  number: event.number,
  offline: event.number.source === 'lease',
  ...wait,
  ...rest,
  ...(event.priority === undefined ? {} : { priorityGroup: event.priority.group }),
});
