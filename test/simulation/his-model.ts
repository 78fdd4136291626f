import type { CoverageReason } from '../../core/contract/coverage.ts';
import type { CheckInEvent, IntakeEvent } from '../../core/contract/hub.ts';
import { FaultError } from '../../core/contract/errors.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../core/identity/synthetic-hospital.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import type {
  DeliveryVerdict,
  His,
  HisAnswer,
  HisCatalogue,
  HisDelivery,
  HisSlip,
  SlipQuestion,
} from '../../hub/his/his.ts';
import type { History } from './history.ts';
import type { Link, Outcome } from './network.ts';
import { type Person, personOf } from './people.ts';
import type { Choice } from './seeded-choice.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/**
 * What a HIS does with a visit that comes twice.
 * keyed: it knows the visit by its id and keeps one (FHIR's conditional create, HL7 v2's visit
 * number); look-up-first: it keeps whatever it gets, so that who repeats has to ask before.
 */
export type Dialect = 'keyed' | 'look-up-first';

/** Something the HIS did for a visit: somebody waits in its list of patients. */
export interface HisEffect {
  readonly event: IntakeEvent;
  readonly duplicateOf: string | undefined;
  /** The visit that had used the slip of this one before. */
  readonly slipUsedBy: string | undefined;
}

/** The cover of a visit the HIS had already, as it was told later. */
export interface HisCover {
  readonly visitId: string;
  readonly eventId: string;
  readonly reason: CoverageReason;
}

export interface HisModel {
  readonly effects: readonly HisEffect[];
  readonly covers: readonly HisCover[];
  /** The HIS as a hub's connector shows it. */
  connectFrom(process: SimulatedProcess): His;
  setDown(down: boolean): void;
  setBusy(busy: boolean): void;
  /** From now on it has no trouble with anybody. */
  repair(): void;
}

export interface HisModelParts {
  readonly dialect: Dialect;
  readonly people: readonly Person[];
  readonly link: Link;
  readonly time: VirtualTime;
  readonly choice: Choice;
  readonly history: History;
}

/** Longest wait of the connector for an answer, in milliseconds. */
const LOOKUP_MS = 2000;
const DELIVERY_MS = 10_000;
const BUSY_MS = 2000;

type Answer = 'found' | 'absent' | 'recorded' | 'busy' | 'conflict' | 'refused';

type Serve<T> = (answer: (value: T) => void) => void;

/** Enough to meet each other, and few enough that a seed costs little. */
export const POINTS = SYNTHETIC_SERVICE_POINTS.filter(({ id }) =>
  ['clinic-general', 'clinic-eye', 'counter-2'].includes(id),
);

const catalogue: HisCatalogue = {
  hospital: SYNTHETIC_HOSPITAL,
  servicePoints: POINTS.map(point => ({ ...point, state: 'open', waiting: 0 })),
};

const later = (
  scope: 'item' | 'system',
  fault: 'his-timeout' | 'his-unreachable' | 'his-busy' | 'his-conflict',
  retryAfterMs?: number,
): DeliveryVerdict => ({
  verdict: 'later',
  scope,
  diagnosis: { fault, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});

const verdictOn = (outcome: Outcome<Answer>, visitId: string): DeliveryVerdict => {
  if (outcome === 'refused') return later('system', 'his-unreachable');
  if (outcome === 'silence') return later('system', 'his-timeout');
  switch (outcome.answer) {
    case 'busy':
      return later('system', 'his-busy', BUSY_MS);
    case 'conflict':
      return later('item', 'his-conflict');
    case 'refused':
      return { verdict: 'rejected', diagnosis: { fault: 'his-rejected' } };
    default:
      return { verdict: 'delivered', receipt: { visit: visitId } };
  }
};

export const createHisModel = (parts: HisModelParts): HisModel => {
  const { dialect, people, link, time, choice, history } = parts;
  const effects: HisEffect[] = [];
  const covers: HisCover[] = [];
  let down = false;
  let busy = false;
  let repaired = false;
  const isStubborn = choice.chance(0.5);

  const has = (visitId: string): boolean => effects.some(({ event }) => event.visitId === visitId);

  const keepVisit = ({ event, duplicateOf, slipUsedBy }: HisDelivery): void => {
    const { visitId, number } = event;
    if (dialect === 'keyed' && has(visitId)) return;
    effects.push({
      event,
      duplicateOf: duplicateOf?.visitId,
      slipUsedBy: slipUsedBy?.visitId,
    });
    history.note('his', 'has a visit', { visitId, label: number.label });
  };

  /** The same cover again replaces itself. */
  const keepCover = ({ eventId, visitId, payer }: CheckInEvent): Answer => {
    if (!has(visitId)) return 'refused';
    if (covers.some(cover => cover.eventId === eventId)) return 'recorded';
    const { reason } = payer.coverage;
    covers.push({ visitId, eventId, reason });
    history.note('his', 'has a cover', { visitId, reason });
    return 'recorded';
  };

  const record = (delivery: HisDelivery): Answer => {
    const { event, isCoverUpdate } = delivery;
    const trouble = repaired ? 'none' : personOf(people, event.identity)?.trouble;
    if (trouble === 'his-refuses') return 'refused';
    if (busy) return 'busy';
    const stumbles = trouble === 'his-stumbles';
    // It stumbles before it has kept the visit, or sometimes only after that.
    if (stumbles && (isStubborn || choice.chance(0.7))) return 'conflict';
    if (isCoverUpdate === true && event.type === 'check-in') {
      const answer = keepCover(event);
      return stumbles ? 'conflict' : answer;
    }
    keepVisit(delivery);
    return stumbles ? 'conflict' : 'recorded';
  };

  /** One request of a process; silence is what the time limit makes of no answer. */
  const ask = async <T>(
    process: SimulatedProcess,
    limitMs: number,
    serve: Serve<T>,
  ): Promise<Outcome<T>> => {
    await process.pointOrSilence('before a request to the HIS');
    return new Promise(resolve => {
      let isOver = false;
      const settle = (outcome: Outcome<T>): void => {
        isOver = true;
        cancel();
        resolve(outcome);
      };
      const cancel = process.clock.after(limitMs, () => settle('silence'));
      link.carry<T>(
        answer => {
          if (down) return 'nobody listens';
          // A closed connection carries nothing more; only what has a key is let come late.
          const isClosed = isOver || !process.alive();
          if (!isClosed || dialect === 'keyed') serve(answer);
          return 'served';
        },
        outcome => process.clock.after(0, () => settle(outcome)),
      );
    });
  };

  const answerAbout = (claim: Parameters<His['lookup']>[0]): HisAnswer => {
    const person = personOf(people, claim);
    const nobody: HisAnswer = {
      patient: undefined,
      bookings: [],
      coverage: { reason: 'not-found' },
      visitsToday: [],
    };
    if (person?.hisPatientId === undefined) return nobody;
    const { hisPatientId, name, birthDate, citizenNumber } = person;
    return { ...nobody, patient: { hisPatientId, name, claim: { citizenNumber, birthDate } } };
  };

  /** A slip is used up for the HIS as soon as it has a visit with it. */
  const slipOf = ({ number, claim }: SlipQuestion): HisSlip | undefined => {
    const owner = people.find(({ slipNumber }) => slipNumber === number);
    if (owner === undefined) return undefined;
    return {
      hisId: `slip-${number}`,
      isTheirs: personOf(people, claim) === owner,
      day: businessDayOf(time.now()),
      validTo: undefined,
      fromFacility: undefined,
      isOpen: !effects.some(({ event }) => event.slip?.number === number),
      booking: undefined,
    };
  };

  const connectFrom = (process: SimulatedProcess): His => {
    const asked = async <T>(serve: Serve<T>): Promise<T> => {
      const outcome = await ask(process, LOOKUP_MS, serve);
      if (outcome === 'refused') throw new FaultError('his-unreachable');
      if (outcome === 'silence') throw new FaultError('his-timeout');
      return outcome.answer;
    };
    return {
      probe: () => asked<undefined>(answer => answer(undefined)),
      lookup: claim => asked<HisAnswer>(answer => answer(answerAbout(claim))),
      slip: question => asked<HisSlip | undefined>(answer => answer(slipOf(question))),
      catalogue: () => asked<HisCatalogue>(answer => answer(catalogue)),
      deliver: async delivery => {
        const { visitId } = delivery.event;
        if (delivery.attemptsBefore > 0 && delivery.isCoverUpdate !== true) {
          const found = await ask<Answer>(process, LOOKUP_MS, answer =>
            answer(has(visitId) ? 'found' : 'absent'),
          );
          if (typeof found === 'string' || found.answer === 'found')
            return verdictOn(found, visitId);
        }
        const recorded = await ask<Answer>(process, DELIVERY_MS, answer =>
          answer(record(delivery)),
        );
        return verdictOn(recorded, visitId);
      },
    };
  };

  return {
    effects,
    covers,
    connectFrom,
    setDown: now => {
      down = now;
    },
    setBusy: now => {
      busy = now;
    },
    repair: () => {
      repaired = true;
    },
  };
};
