import { randomUUID } from 'node:crypto';
import { attemptAfter, type AttemptState } from '../../../core/billing/attempt-state.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { BANK_NARRATIVES } from '../../../core/payment/testing/bank-narratives.ts';
import { type Billing } from '../billing.ts';

/**
 * The money machine said once more, as plainly as possible: piles of đồng that move. Random events go
 * to the real one and to this one, and both must refuse the same and end with the same piles.
 */

interface ModelBill {
  readonly billId: string;
  readonly amount: number;
  due: number;
  isCancelled: boolean;
}

interface ModelAttempt {
  readonly attemptId: string;
  readonly reference: string;
  readonly bill: ModelBill;
  state: AttemptState;
}

interface ModelPayment {
  readonly paymentId: string;
  readonly bankReference: string;
  readonly narrative: string;
  readonly amount: number;
  unallocated: number;
  inClearing: number;
  readonly given: Map<ModelBill, number>;
}

interface ModelRefund {
  readonly refundId: string;
  readonly payment: ModelPayment;
  readonly amount: number;
  readonly by: string;
  state: 'requested' | 'approved' | 'rejected' | 'paid';
}

/** One random event; the numbers choose among what there is. */
export interface MoneyEvent {
  readonly kind: (typeof MONEY_EVENTS)[number];
  readonly which: number;
  readonly other: number;
  readonly amount: number;
}

export const MONEY_EVENTS = [
  'raise',
  'cancel',
  'show',
  'end',
  'receive',
  'receive-again',
  'bank',
  'allocate',
  'reverse',
  'ask-refund',
  'decide-refund',
  'pay-refund',
] as const;

const PEOPLE = ['user:lan', 'user:minh', 'user:hoa'] as const;

const pick = <T>(from: readonly T[], which: number): T | undefined =>
  from.length === 0 ? undefined : from[which % from.length];

const LIFETIME_MS = 15 * 60_000;

/** One run: its own bills and its own bank account, in whatever database the billing has. */
export class MoneyModel {
  readonly account = randomUUID();
  readonly clearing = `clearing:payos-${this.account}` as const;
  readonly bankAccount = `bank:${this.account}` as const;
  readonly cashAccount = `cash:${this.account}` as const;
  readonly bills: ModelBill[] = [];
  readonly attempts: ModelAttempt[] = [];
  readonly payments: ModelPayment[] = [];
  readonly refunds: ModelRefund[] = [];
  banked = 0;
  refundsPayable = 0;

  /** Does an event in both worlds. @throws where they differ. */
  async apply(billing: Billing, event: MoneyEvent): Promise<void> {
    await this.#steps[event.kind](billing, event);
  }

  readonly #steps: Record<
    MoneyEvent['kind'],
    (billing: Billing, event: MoneyEvent) => Promise<void>
  > = {
    raise: async (billing, { amount }) => {
      const bill = { billId: randomUUID(), amount, due: amount, isCancelled: false };
      await billing.raiseBill({ billId: bill.billId, amount }, 'his');
      this.bills.push(bill);
    },
    cancel: async (billing, { which }) => {
      const bill = pick(this.bills, which);
      if (bill === undefined) return;
      const possible = bill.isCancelled || bill.due === bill.amount;
      await agree(possible, () => billing.cancelBill(bill.billId, 'his'));
      if (!possible || bill.isCancelled) return;
      bill.isCancelled = true;
      bill.due = 0;
      for (const attempt of this.attempts) {
        if (attempt.bill === bill)
          attempt.state = attemptAfter(attempt.state, 'cancelled-by-person');
      }
    },
    show: async (billing, { which }) => {
      const bill = pick(this.bills, which);
      if (bill === undefined) return;
      const attemptId = randomUUID();
      const expiresAt = new Date(Date.now() + LIFETIME_MS).toISOString();
      const opened = await agree(bill.due > 0, () =>
        billing.openAttempt(
          { attemptId, billId: bill.billId, provider: 'payos', expiresAt },
          'kiosk',
        ),
      );
      if (opened === undefined) return;
      for (const attempt of this.attempts) {
        if (attempt.bill === bill) attempt.state = attemptAfter(attempt.state, 'next-attempt');
      }
      this.attempts.push({ attemptId, reference: opened.reference, bill, state: 'open' });
    },
    end: async (billing, { which, other }) => {
      const attempt = pick(this.attempts, which);
      if (attempt === undefined) return;
      const how = other % 2 === 0 ? 'time-over' : 'cancelled-by-person';
      attempt.state = attemptAfter(attempt.state, how);
      const ended = await billing.endAttempt(attempt.attemptId, how, 'kiosk');
      if (ended?.state !== attempt.state) throw new Error(`attempt is ${String(ended?.state)}`);
    },
    receive: async (billing, event) => {
      const bankReference = randomUUID();
      const narrative = this.#narrativeOf(event);
      const paymentId = randomUUID();
      const named = this.#billsNamedIn(narrative);
      const amount = this.#amountOf(event, named);
      const payment: ModelPayment = {
        paymentId,
        bankReference,
        narrative,
        amount,
        unallocated: amount,
        inClearing: amount,
        given: new Map(),
      };
      const [bill, ...others] = named;
      if (bill !== undefined && others.length === 0 && bill.due > 0) {
        this.#give(payment, bill, Math.min(amount, bill.due));
        for (const attempt of this.#attemptsNamedIn(narrative)) {
          attempt.state = attemptAfter(attempt.state, 'money-came');
        }
      }
      this.payments.push(payment);
      const [receipt] = await billing.receive([this.#told(payment)], 'provider:payos');
      if (receipt?.isNew !== true) throw new Error('new money was taken for known');
    },
    'receive-again': async (billing, { which, other }) => {
      const payment = pick(this.payments, which);
      if (payment === undefined) return;
      const isSame = other % 4 !== 0;
      const told = { ...this.#told(payment), paymentId: randomUUID() };
      const again = isSame ? told : { ...told, amount: told.amount + 1 };
      const receipts = await agree(isSame, () => billing.receive([again], 'provider:payos'));
      if (receipts?.[0]?.isNew === true) throw new Error('the same money was booked twice');
    },
    bank: async (billing, { which }) => {
      const payment = pick(this.payments, which);
      if (payment === undefined) return;
      await billing.bank(payment.paymentId, this.clearing, this.bankAccount, 'statement');
      this.banked += payment.inClearing;
      payment.inClearing = 0;
    },
    allocate: async (billing, { which, other, amount }) => {
      const [payment, bill] = [pick(this.payments, which), pick(this.bills, other)];
      if (payment === undefined || bill === undefined) return;
      const possible = amount <= payment.unallocated && amount <= bill.due;
      const { paymentId } = payment;
      await agree(possible, () =>
        billing.allocate({ paymentId, billId: bill.billId, amount }, PEOPLE[0]),
      );
      if (possible) this.#give(payment, bill, amount);
    },
    reverse: async (billing, { which, other, amount }) => {
      const payment = pick(this.payments, which);
      const bill = pick([...(payment?.given.keys() ?? [])], other);
      if (payment === undefined || bill === undefined) return;
      const { paymentId } = payment;
      const given = payment.given.get(bill) ?? 0;
      const taken = other % 3 === 0 ? amount : given;
      const possible = taken > 0 && taken <= given;
      if (taken === 0) return;
      await agree(possible, () =>
        billing.reverseAllocation({ paymentId, billId: bill.billId, amount: taken }, PEOPLE[0]),
      );
      if (possible) this.#give(payment, bill, -taken);
    },
    'ask-refund': async (billing, { which, other, amount }) => {
      const payment = pick(this.payments, which);
      if (payment === undefined) return;
      const asked = other % 2 === 0 ? Math.max(1, payment.unallocated) : amount;
      const by = PEOPLE[other % PEOPLE.length] ?? PEOPLE[0];
      const refund = { refundId: randomUUID(), paymentId: payment.paymentId, amount: asked };
      const possible = asked <= payment.unallocated;
      await agree(possible, () => billing.requestRefund({ ...refund, reason: 'paid twice' }, by));
      if (possible) {
        this.refunds.push({ ...refund, payment, by, state: 'requested' });
      }
    },
    'decide-refund': async (billing, { which, other }) => {
      const refund = pick(this.refunds, which);
      if (refund === undefined) return;
      const by = PEOPLE[other % PEOPLE.length] ?? PEOPLE[0];
      const decision = other % 5 === 0 ? 'reject' : 'approve';
      const possible =
        refund.state === 'requested' &&
        refund.by !== by &&
        (decision === 'reject' || refund.amount <= refund.payment.unallocated);
      await agree(possible, () => billing.decideRefund(refund.refundId, decision, by));
      if (!possible) return;
      refund.state = decision === 'approve' ? 'approved' : 'rejected';
      if (decision === 'approve') {
        refund.payment.unallocated -= refund.amount;
        this.refundsPayable += refund.amount;
      }
    },
    'pay-refund': async (billing, { which }) => {
      const refund = pick(this.refunds, which);
      if (refund === undefined) return;
      const possible = refund.state === 'approved';
      await agree(possible, () => billing.payRefund(refund.refundId, this.cashAccount, PEOPLE[0]));
      if (!possible) return;
      refund.state = 'paid';
      this.refundsPayable -= refund.amount;
    },
  };

  #give(payment: ModelPayment, bill: ModelBill, amount: number): void {
    payment.unallocated -= amount;
    bill.due -= amount;
    payment.given.set(bill, (payment.given.get(bill) ?? 0) + amount);
  }

  #told(payment: ModelPayment) {
    return {
      paymentId: payment.paymentId,
      provider: 'payos',
      account: this.account,
      bankReference: payment.bankReference,
      into: this.clearing,
      amount: payment.amount,
      narrative: payment.narrative,
      paidAt: new Date().toISOString(),
    };
  }

  /** Mostly one reference as a bank mangles it, sometimes none, sometimes two. */
  #narrativeOf({ which, other }: MoneyEvent): string {
    const shapes = Object.values(BANK_NARRATIVES);
    const [one, two] = [pick(this.attempts, which), pick(this.attempts, other)];
    if (one === undefined || other % 11 === 0) return 'tien kham benh';
    if (two !== undefined && other % 7 === 0) return `${one.reference} ${two.reference}`;
    let state = other + 1;
    const draw = (below: number): number => {
      state = (state * 48_271) % 0x7fffffff;
      return state % below;
    };
    const shape = pick(shapes, which + other) ?? BANK_NARRATIVES['as it was sent'];
    return shape(one.reference, draw);
  }

  #attemptsNamedIn(narrative: string): readonly ModelAttempt[] {
    const plain = narrative.toUpperCase().replace(/[^0-9A-Z]/g, '');
    return this.attempts.filter(({ reference }) => plain.includes(reference));
  }

  #billsNamedIn(narrative: string): readonly ModelBill[] {
    return [...new Set(this.#attemptsNamedIn(narrative).map(({ bill }) => bill))];
  }

  #amountOf({ other, amount }: MoneyEvent, named: readonly ModelBill[]): number {
    const due = named[0]?.due ?? 0;
    return due > 0 && other % 3 !== 0 ? due : amount;
  }
}

/** The real machine must do what the model holds possible, and refuse the rest by a coded fault. */
const agree = async <T>(possible: boolean, act: () => Promise<T>): Promise<T | undefined> => {
  let result: T;
  try {
    result = await act();
  } catch (error) {
    if (!possible && error instanceof FaultError && error.family === 'permanent') return undefined;
    throw error;
  }
  if (!possible) throw new Error('what must be refused was done');
  return result;
};
