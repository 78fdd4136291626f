import { createActor, fromPromise, SimulatedClock } from 'xstate';
import { FaultError } from '../../contract/errors.ts';
import type { PayerMode } from '../../contract/coverage.ts';
import type { LookupResult } from '../../contract/hub.ts';
import type { IdentityClaim } from '../../contract/identity.ts';
import type {
  Charges,
  PaymentCode,
  PaymentProgress,
  PayWhen,
} from '../../contract/kiosk-payment.ts';
import { chargesOf } from '../../billing/charges.ts';
import type { Snapshot } from '../../contract/kiosk.ts';
import type { SlipAnswer, SlipStanding } from '../../contract/slip.ts';
import {
  SYNTHETIC_COUNTER_ID,
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../identity/synthetic-hospital.ts';
import { numberLabel } from '../../queueing/number-label.ts';
import {
  type CheckInOrder,
  type CounterOrder,
  DEFAULT_PACE,
  type IssuedVisit,
  type PrintOrder,
  type Surroundings,
} from '../visit-context.ts';
import type { CodeOrder, PayableBills, PaymentPaperOrder } from '../payment-context.ts';
import { showsPresence, type VisitEvent } from '../visit-events.ts';
import { visitMachine } from '../visit-machine.ts';
import { snapshotOf } from '../visit-snapshot.ts';

export const DAY = '2026-11-23';
export const NOW = '2026-11-23T00:45:00.000Z';

/** A quiet morning: everything works, every clinic is open. */
export const quietMorning: Surroundings = {
  day: DAY,
  catalogue: {
    day: DAY,
    asOf: NOW,
    hospital: SYNTHETIC_HOSPITAL,
    servicePoints: SYNTHETIC_SERVICE_POINTS.map(point => ({ ...point, state: 'open', waiting: 3 })),
  },
  counterId: SYNTHETIC_COUNTER_ID,
  hub: 'reachable',
  cardReader: 'ready',
  codeScanner: 'ready',
  printer: 'ready',
  cardPresent: false,
};

/** A morning on which the clinics take payments at the kiosk. */
export const payingMorning = (payment: PayWhen): Surroundings => {
  const { catalogue } = quietMorning;
  if (catalogue === undefined) throw new Error('the quiet morning has a catalogue');
  return {
    ...quietMorning,
    cashierId: SYNTHETIC_COUNTER_ID,
    catalogue: {
      ...catalogue,
      servicePoints: catalogue.servicePoints.map(point => ({ ...point, payment })),
    },
  };
};

export const examinationOf = (price: number): Charges =>
  chargesOf([{ reason: 'examination', amount: price }], price, true);

/** The hub has seen no money yet. */
export const nothingCame: PaymentProgress = {
  attempt: 'open',
  bill: 'open',
  due: 150_000,
  received: 0,
  transfers: 0,
  unallocated: 0,
};

const codeOf = (count: number): PaymentCode => ({
  attemptId: `00000000-0000-4000-9000-${String(count).padStart(12, '0')}`,
  reference: 'KC2345678AB',
  amount: 150_000,
  qr: 'VIETQR',
  bankBin: '970436',
  account: '1017595600',
  accountName: 'BENH VIEN MINH AN',
  expiresAt: NOW,
  validSeconds: 300,
});

/** The same morning with one clinic in another state. */
export const morningWith = (clinicId: string, state: 'full' | 'closed'): Surroundings => {
  const catalogue = quietMorning.catalogue;
  if (catalogue === undefined) throw new Error('the quiet morning has a catalogue');
  return {
    ...quietMorning,
    catalogue: {
      ...catalogue,
      servicePoints: catalogue.servicePoints.map(point =>
        point.id === clinicId ? { ...point, state } : point,
      ),
    },
  };
};

/** What the services of a test answer; `fail` makes a service reject. */
export interface Answers {
  readonly lookUp: LookupResult | 'fail';
  /** Said of whatever slip is asked about. */
  readonly checkSlip: SlipAnswer | 'fail';
  readonly issue: 'number' | 'clinic-full' | 'fail';
  readonly refer: 'number' | 'fail';
  readonly print: 'printed' | 'uncertain' | 'failed' | 'fail';
  readonly callStaff: 'called' | 'unreachable' | 'fail';
  readonly charges: Charges | 'fail';
  /** `too-late`: the code comes, the invoice is left to the counter. */
  readonly openCode: 'code' | 'too-late' | 'fail';
  /** What the hub says, one after the other; the last one for ever. */
  readonly progress: readonly (PaymentProgress | 'fail')[];
  readonly billsDue: PayableBills | 'fail';
}

export const nobodyKnown: LookupResult = {
  outcome: 'unknown',
  bookings: [],
  coverage: { reason: 'not-found' },
  visitsToday: [],
};

/** A slip of which only that is known. */
export const slipIs = (standing: SlipStanding): SlipAnswer => ({
  slip: { kind: 'referral', number: 'X', standing },
});

export interface VisitWorld {
  send(event: VisitEvent): Snapshot;
  snapshot(): Snapshot;
  /** Whether the page offers it now. */
  can(event: VisitEvent): boolean;
  /** Lets started services answer. */
  settle(): Promise<Snapshot>;
  /** Lets time pass in steps of a second. */
  wait(seconds: number): Promise<Snapshot>;
  /** Everything the machine still holds, as text. */
  remembered(): string;
  readonly issued: IssuedVisit[];
  /** What was asked to be recorded, in the order of `issued`. */
  readonly orders: (CheckInOrder | CounterOrder)[];
  /** Tickets that were sent to the printer. */
  readonly tickets: readonly PrintOrder[];
  /** Codes that were asked for. */
  readonly codes: readonly CodeOrder[];
  /** Receipts and payment slips that were sent to the printer. */
  readonly papers: readonly PaymentPaperOrder[];
}

/** A visit on fake time with the given answers. */
export const visitWorld = (
  given: Partial<Answers> = {},
  surroundings: Surroundings = quietMorning,
  { clerkRecord = false }: { readonly clerkRecord?: boolean } = {},
): VisitWorld => {
  const answers: Answers = {
    lookUp: nobodyKnown,
    checkSlip: slipIs('unknown'),
    issue: 'number',
    refer: 'number',
    print: 'printed',
    callStaff: 'called',
    charges: examinationOf(150_000),
    openCode: 'code',
    progress: [nothingCame],
    billsDue: { outcome: 'known', bills: [] },
    ...given,
  };
  let asked = 0;
  const nextProgress = () =>
    answerOr(answers.progress[Math.min(asked++, answers.progress.length - 1)] ?? 'fail');
  const issued: IssuedVisit[] = [];
  const orders: (CheckInOrder | CounterOrder)[] = [];
  const tickets: PrintOrder[] = [];
  const codes: CodeOrder[] = [];
  const papers: PaymentPaperOrder[] = [];
  const give = (servicePointId: string, priority: boolean, payer?: PayerMode): IssuedVisit => {
    const visit: IssuedVisit = {
      ...(payer === undefined ? {} : { payer }),
      visitId: `00000000-0000-4000-8000-${String(issued.length).padStart(12, '0')}`,
      number: {
        servicePointId,
        day: DAY,
        numberClass: priority ? 'priority' : 'normal',
        sequence: issued.length + 1,
        label: numberLabel(priority ? 'P' : 'A', issued.length + 1),
        source: 'hub',
      },
      offline: false,
    };
    issued.push(visit);
    return visit;
  };
  const answerOr = <T>(answer: T | 'fail'): Promise<T> =>
    answer === 'fail' ? Promise.reject(new FaultError('internal')) : Promise.resolve(answer);
  const clock = new SimulatedClock();
  const machine = visitMachine.provide({
    actors: {
      lookUp: fromPromise(() => answerOr(answers.lookUp)),
      checkSlip: fromPromise(({ input }) =>
        answerOr(answers.checkSlip).then(answer => ({
          ...answer,
          slip: { ...answer.slip, kind: input.kind, number: input.number },
        })),
      ),
      issue: fromPromise(async ({ input }) => {
        await answerOr(answers.issue);
        if (answers.issue === 'clinic-full') throw new FaultError('clinic-full');
        orders.push(input);
        return give(input.servicePointId, input.priority !== undefined, input.payer);
      }),
      refer: fromPromise(async ({ input }) => {
        await answerOr(answers.refer);
        orders.push(input);
        return give(surroundings.counterId, input.priority !== undefined);
      }),
      print: fromPromise(({ input }) => {
        tickets.push(input);
        return answerOr(answers.print);
      }),
      reprint: fromPromise(() => answerOr(answers.print)),
      copy: fromPromise(() => answerOr(answers.print)),
      callStaff: fromPromise(() => answerOr(answers.callStaff)),
      charges: fromPromise(() => answerOr(answers.charges)),
      openCode: fromPromise(async ({ input }) => {
        await answerOr(answers.openCode);
        codes.push(input);
        const code = codeOf(codes.length);
        const noted = answers.openCode === 'too-late' ? 'too-late' : 'noted';
        return input.eInvoice ? { ...code, eInvoice: noted } : code;
      }),
      watchPayment: fromPromise(nextProgress),
      endCode: fromPromise(nextProgress),
      billsDue: fromPromise(() => answerOr(answers.billsDue)),
      printPayment: fromPromise(async ({ input }) => {
        const result = await answerOr(answers.print);
        papers.push(input);
        return result;
      }),
    },
  });
  const actor = createActor(machine, {
    input: { surroundings, pace: DEFAULT_PACE, clerkRecord, language: 'vi' },
    clock,
  });
  actor.start();
  let revision = 0;
  const snapshot = (): Snapshot =>
    snapshotOf(actor.getSnapshot(), { revision: revision++, now: NOW });
  const settle = async (): Promise<Snapshot> => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return snapshot();
  };
  return {
    issued,
    orders,
    tickets,
    codes,
    papers,
    snapshot,
    settle,
    send: event => {
      actor.send(event);
      if (showsPresence(event)) actor.send({ type: 'touch' });
      return snapshot();
    },
    can: event => actor.getSnapshot().can(event),
    wait: async seconds => {
      for (let second = 0; second < seconds; second++) {
        clock.increment(1000);
        await settle();
      }
      return snapshot();
    },
    remembered: () => {
      const { surroundings: _surroundings, ...person } = actor.getSnapshot().context;
      return JSON.stringify(person);
    },
  };
};

/** A chip card of an invented person born in the given year. */
export const chipClaim = (facts: Partial<IdentityClaim> = {}): IdentityClaim => ({
  method: 'card-chip',
  citizenNumber: '001148999921',
  name: 'Nguyễn Thị Hoa',
  birthDate: '1948-06-01',
  gender: 'female',
  authenticity: 'no-trust-anchor',
  flags: [],
  ...facts,
});
