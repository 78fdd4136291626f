import { type ServicePoint } from '../../core/contract/catalogue.ts';
import { type Handlers } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type HubContract } from '../../core/contract/hub.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type KioskPayments } from '../billing/kiosk-payments.ts';
import { storeDeviceChanges } from '../devices/device-changes.ts';
import { type CatalogueKeeper } from '../catalogue/catalogue-keeper.ts';
import { type Intake } from '../intake/intake.ts';
import { type NumberRequest, type Numbers } from '../queueing/numbers.ts';
import { type Database } from '../storage/database.ts';
import { type RoomStep } from '../storage/room-steps.ts';
import { type Greetings } from '../enrolment/greetings.ts';
import { type HubFront } from '../tls/hub-front.ts';
import { type Caller } from './caller.ts';
import { type createLookup } from './lookup.ts';
import { type createSlipCheck } from './slip-check.ts';

export interface HandlerParts {
  readonly hubId: string;
  readonly version: string;
  readonly clock: Clock;
  readonly database: Database;
  readonly catalogue: Pick<CatalogueKeeper, 'catalogue' | 'point'>;
  readonly lookup: ReturnType<typeof createLookup>;
  readonly checkSlip: ReturnType<typeof createSlipCheck>;
  readonly numbers: Numbers;
  readonly intake: Intake;
  readonly isHisReachable: () => boolean;
  readonly front: () => HubFront;
  readonly greetings: Greetings;
  /** How much room the hub has for what is new. */
  readonly room: () => RoomStep;
  readonly payments: KioskPayments;
  /** Something new waits for delivery. */
  readonly onQueued: () => void;
}

/** When a kiosk asks again after there was no room. */
const NO_ROOM_MS = 30_000;

/** What every hub method does. */
export const createHandlers = (parts: HandlerParts): Handlers<HubContract, Caller> => {
  const { clock, database, catalogue, numbers, intake } = parts;

  const refuseAt = (...steps: readonly RoomStep[]): void => {
    if (!steps.includes(parts.room())) return;
    throw new FaultError('hub-overloaded', 'the disk of the hub is full', {
      retryAfterMs: NO_ROOM_MS,
    });
  };

  const knownPoint = (id: string): ServicePoint => {
    const point = catalogue.point(id);
    if (point === undefined) throw new FaultError('bad-request', 'no such service point');
    return point;
  };

  const numberRequest = (
    input: Pick<
      NumberRequest,
      'requestId' | 'servicePointId' | 'numberClass' | 'day' | 'session' | 'source' | 'isExpected'
    >,
    { kioskId }: Caller,
    point: ServicePoint,
  ): NumberRequest => ({
    ...input,
    kioskId,
    series: point.series[input.numberClass],
  });

  return {
    async hello({ version }, caller) {
      const { pins } = parts.front();
      await parts.greetings.note(caller, version, pins.at(1));
      return {
        hubId: parts.hubId,
        version: parts.version,
        now: new Date(clock.now()).toISOString(),
        his: parts.isHisReachable() ? 'reachable' : 'away',
        kioskId: caller.kioskId,
        pins: [...pins],
      };
    },
    catalogue: () => catalogue.catalogue(),
    lookup: ({ claim, day }) => parts.lookup(claim, day),
    checkSlip: ({ day, ...question }) => parts.checkSlip(question, day),
    async takeNumber(input, caller) {
      refuseAt('closed');
      const point = knownPoint(input.servicePointId);
      if (point.state === 'closed') throw new FaultError('clinic-closed');
      if (point.state === 'full' && input.walkIn === true) throw new FaultError('clinic-full');
      const isExpected = input.walkIn !== true;
      return numbers.take(numberRequest({ ...input, isExpected }, caller, point));
    },
    async leaseNumbers(input, caller) {
      refuseAt('closed');
      const point = knownPoint(input.servicePointId);
      return numbers.lease(numberRequest(input, caller, point), input.size);
    },
    async returnNumbers({ leaseId, used }, { kioskId }) {
      return { returned: await numbers.giveBack(kioskId, leaseId, used) };
    },
    async issueNumber(input, caller) {
      refuseAt('closed');
      const point = knownPoint(input.servicePointId);
      const isToday = input.day === businessDayOf(clock.now());
      if (isToday && point.state === 'closed') throw new FaultError('clinic-closed');
      // At a counter a person decides; nobody else is sent to a full clinic.
      if (isToday && point.state === 'full' && input.source !== 'counter') {
        throw new FaultError('clinic-full');
      }
      return numbers.take(numberRequest(input, caller, point));
    },
    async cancelNumber({ requestId }, { kioskId }) {
      await numbers.cancel(kioskId, requestId);
      return { cancelled: true };
    },
    async intake({ events }, { kioskId, formerNames }) {
      refuseAt('kiosks-keep', 'closed');
      const results = await intake.receive(kioskId, events, formerNames);
      parts.onQueued();
      return { results: [...results] };
    },
    async callStaff({ requestId, reason, at }, { kioskId }) {
      await database.query(
        `insert into staff_call (request_id, kiosk_id, reason, called_at, received_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [requestId, kioskId, reason, at, new Date(clock.now()).toISOString()],
      );
      return { acknowledged: true };
    },
    async deviceEvents({ events }, { kioskId }) {
      return { stored: await storeDeviceChanges(database, kioskId, events, clock.now()) };
    },
    charges: ({ payable }) => parts.payments.charges(payable),
    openPayment: ({ attemptId, ...wish }, { kioskId }) =>
      parts.payments.open(attemptId, wish, kioskId),
    paymentProgress: ({ attemptId, known }) => parts.payments.progress(attemptId, known),
    endPayment: ({ attemptId }, { kioskId }) => parts.payments.end(attemptId, kioskId),
    billsDue: ({ hisPatientId }) => parts.payments.billsDue(hisPatientId),
  };
};
