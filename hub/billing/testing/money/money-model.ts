import { randomUUID } from 'node:crypto';
import { attemptAfter, type AttemptState } from '../../../../core/billing/attempt-state.ts';
import { type RefundState } from '../../../../core/billing/refund-state.ts';
import { FaultError } from '../../../../core/contract/errors.ts';
import { type BusinessDay } from '../../../../core/contract/primitives.ts';
import { BANK_NARRATIVES } from '../../../../core/payment/testing/bank-narratives.ts';
import { addDays, businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { type FakeClock } from '../../../ports/testing/fake-clock.ts';
import { type Queryable } from '../../../storage/database.ts';
import { type MoneyEvent } from './money-event.ts';
import { type MoneyHub } from './money-hub.ts';

export interface ModelBill {
  readonly billId: string;
  readonly amount: number;
  /** The HIS is told of what pays it. */
  readonly isOfHis: boolean;
  due: number;
  isCancelled: boolean;
}

export interface ModelAttempt {
  readonly attemptId: string;
  readonly reference: string;
  readonly bill: ModelBill;
  state: AttemptState;
}

export interface ModelPayment {
  readonly paymentId: string;
  readonly bankReference: string;
  readonly narrative: string;
  readonly amount: number;
  readonly paidAt: number;
  /** The day whose books it came into. */
  readonly cameOn: BusinessDay;
  unallocated: number;
  /** Announced by a provider and on no statement yet. */
  inClearing: number;
  readonly given: Map<ModelBill, number>;
}

export interface ModelRefund {
  readonly refundId: string;
  readonly payment: ModelPayment;
  readonly amount: number;
  readonly by: string;
  state: RefundState;
  approvedOn?: BusinessDay;
}

export interface ModelShift {
  readonly shiftId: string;
  readonly drawer: string;
  readonly cashier: string;
  readonly day: BusinessDay;
  readonly float: number;
  /** What is in the drawer. */
  holds: number;
  taken: number;
  isOpen: boolean;
  difference: number;
  closedAt: number;
}

export interface ModelLine {
  readonly reference: string;
  readonly day: BusinessDay;
  readonly amount: number;
  readonly narrative: string;
  isBrought: boolean;
  broughtAt: number;
  lineId: string;
  /** Of money that went: a person has said what it was. */
  isExplained: boolean;
}

export type ModelPart =
  | { readonly payment: ModelPayment; readonly bill: ModelBill; readonly amount: number }
  | { readonly line: ModelLine; readonly refund?: ModelRefund; readonly amount: number };

export interface ModelMatch {
  readonly matchId: string;
  readonly parts: readonly ModelPart[];
  isUndone: boolean;
}

/** What moved on the books of a day. */
export interface Move {
  readonly account: string;
  readonly day: BusinessDay;
  readonly amount: number;
}

/** What paid a bill on the books of a day, or was taken back. */
export interface Settled {
  readonly bill: ModelBill;
  readonly payment: ModelPayment;
  readonly day: BusinessDay;
  readonly amount: number;
}

export const PEOPLE = ['desk:lan', 'desk:minh', 'desk:hoa'] as const;

export const pick = <T>(from: readonly T[], which: number): T | undefined =>
  from.length === 0 ? undefined : from[which % from.length];

export const person = (which: number): string => pick(PEOPLE, which) ?? PEOPLE[0];

/** Whole numbers below a bound that follow from one number. */
export const drawFrom = (seed: number): ((below: number) => number) => {
  let state = seed + 1;
  return below => {
    state = (state * 48_271) % 0x7fffffff;
    return state % below;
  };
};

/**
 * The hospital's money said once more, as plainly as possible: piles of đồng that move. What random
 * events do to the real thing is done here too; both must refuse the same and end with the same piles.
 * One run: its own bills and its own bank account, in whatever database the hubs have.
 */
export class MoneyModel {
  readonly clock: FakeClock;
  /** For ids that only the database knows; nothing is decided by it. */
  readonly database: Queryable;
  readonly account = randomUUID().replace(/\D/g, '').padEnd(12, '7').slice(0, 12);
  readonly clearing = `clearing:payos-${this.account}` as const;
  readonly bank = `bank:${this.account}` as const;
  readonly bills: ModelBill[] = [];
  readonly attempts: ModelAttempt[] = [];
  readonly payments: ModelPayment[] = [];
  readonly refunds: ModelRefund[] = [];
  readonly shifts: ModelShift[] = [];
  readonly lines: ModelLine[] = [];
  readonly matches: ModelMatch[] = [];
  readonly moves: Move[] = [];
  readonly settled: Settled[] = [];
  /** What the HIS has, by bill and payment. */
  told = new Map<ModelBill, Map<ModelPayment, number>>();
  /** Differences that somebody has explained, as `day kind subject amount`. */
  readonly explained = new Set<string>();
  /** What was signed, as it was shown then. */
  readonly signed = new Map<BusinessDay, string>();
  /** Days that were signed before this run began. */
  readonly signedBefore: ReadonlySet<BusinessDay>;
  lastSigned: BusinessDay;
  lastSignedAt: number;

  constructor(clock: FakeClock, database: Queryable, before?: MoneyModel) {
    this.clock = clock;
    this.database = database;
    this.signedBefore = new Set([
      ...(before?.signedBefore ?? []),
      ...(before?.signed.keys() ?? []),
    ]);
    this.lastSigned = before?.lastSigned ?? '0001-01-01';
    this.lastSignedAt = before?.lastSignedAt ?? 0;
  }

  get today(): BusinessDay {
    return businessDayOf(this.clock.now());
  }

  /** The day whose books money goes into that moved on this one. */
  bookedOn(day: BusinessDay): BusinessDay {
    const moved = day > this.today ? this.today : day;
    return moved > this.lastSigned ? moved : addDays(this.lastSigned, 1);
  }

  move(account: string, amount: number, day: BusinessDay = this.today): void {
    if (amount !== 0) this.moves.push({ account, day: this.bookedOn(day), amount });
  }

  balanceOf(account: string, upTo: BusinessDay = '9999-12-31'): number {
    return this.moves
      .filter(move => move.account === account && move.day <= upTo)
      .reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Money goes to a bill, or comes back from it where negative. */
  give(
    payment: ModelPayment,
    bill: ModelBill,
    amount: number,
    day: BusinessDay = this.today,
  ): void {
    payment.unallocated -= amount;
    bill.due -= amount;
    payment.given.set(bill, (payment.given.get(bill) ?? 0) + amount);
    this.settled.push({ bill, payment, day: this.bookedOn(day), amount });
    this.move('suspense', amount, day);
    this.move('receivable', -amount, day);
  }

  /** A person gives; codes of a bill that asks for nothing more end. */
  giveByHand(payment: ModelPayment, bill: ModelBill, amount: number): void {
    this.give(payment, bill, amount);
    if (bill.due === 0) this.endAllOf(bill, 'cancelled-by-person');
  }

  /** Money came: into suspense, and out of it where it names one bill that asks for it. */
  receive(
    told: Pick<ModelPayment, 'paymentId' | 'bankReference' | 'narrative' | 'amount' | 'paidAt'>,
    into: string,
  ): ModelPayment {
    const day = businessDayOf(told.paidAt);
    const payment: ModelPayment = {
      ...told,
      cameOn: this.bookedOn(day),
      unallocated: told.amount,
      inClearing: into === this.clearing ? told.amount : 0,
      given: new Map(),
    };
    this.payments.push(payment);
    this.move(into, told.amount, day);
    this.move('suspense', -told.amount, day);
    const [bill, ...others] = this.billsNamedIn(told.narrative);
    if (bill === undefined || others.length > 0 || bill.due <= 0) return payment;
    this.give(payment, bill, Math.min(told.amount, bill.due), day);
    this.end(this.attemptsNamedIn(told.narrative), 'money-came');
    return payment;
  }

  end(attempts: readonly ModelAttempt[], how: Parameters<typeof attemptAfter>[1]): void {
    for (const attempt of attempts) attempt.state = attemptAfter(attempt.state, how);
  }

  endAllOf(bill: ModelBill, how: Parameters<typeof attemptAfter>[1]): void {
    this.end(
      this.attempts.filter(attempt => attempt.bill === bill),
      how,
    );
  }

  attemptsNamedIn(narrative: string): readonly ModelAttempt[] {
    const plain = narrative.toUpperCase().replace(/[^0-9A-Z]/g, '');
    return this.attempts.filter(({ reference }) => plain.includes(reference));
  }

  billsNamedIn(narrative: string): readonly ModelBill[] {
    return [...new Set(this.attemptsNamedIn(narrative).map(({ bill }) => bill))];
  }

  /** Mostly one reference as a bank mangles it, sometimes none, sometimes two. */
  narrativeOf({ which, other }: Pick<MoneyEvent, 'which' | 'other'>): string {
    const [one, two] = [pick(this.attempts, which), pick(this.attempts, other)];
    if (one === undefined || other % 11 === 0) return 'tien kham benh';
    if (two !== undefined && other % 7 === 0) return `${one.reference} ${two.reference}`;
    const shape =
      pick(Object.values(BANK_NARRATIVES), which + other) ?? BANK_NARRATIVES['as it was sent'];
    return shape(one.reference, drawFrom(other));
  }

  /** Mostly what the bill that is named asks for. */
  amountFor(narrative: string, { other, amount }: Pick<MoneyEvent, 'other' | 'amount'>): number {
    const due = this.billsNamedIn(narrative)[0]?.due ?? 0;
    return due > 0 && other % 3 !== 0 ? due : amount;
  }
}

/** One event in both worlds. @throws where they differ. */
export type MoneyStep = (model: MoneyModel, hub: MoneyHub, event: MoneyEvent) => Promise<void>;

/** The real thing must do what the model holds possible, and refuse the rest by a coded fault. */
export const agree = async <T>(
  isPossible: boolean,
  act: () => Promise<T>,
): Promise<T | undefined> => {
  let result: T;
  try {
    result = await act();
  } catch (error) {
    if (!isPossible && error instanceof FaultError && error.family === 'permanent') {
      return undefined;
    }
    throw error;
  }
  if (!isPossible) throw new Error('what must be refused was done');
  return result;
};

/** @throws where the two worlds differ. */
export const same = (what: string, real: unknown, expected: unknown): void => {
  const [is, should] = [JSON.stringify(real), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: is ${is}, should be ${should}`);
};
