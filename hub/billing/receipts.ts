import type { MoneyAccount } from '../../core/billing/account.ts';
import { type ReferredBill, settleCredit } from '../../core/billing/credit-settlement.ts';
import { allocated, moneyReceived } from '../../core/billing/journal-entry.ts';
import { attemptAfter } from '../../core/billing/attempt-state.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { extractReferences } from '../../core/payment/reference-extraction.ts';
import { type Queryable } from '../storage/database.ts';
import { type Bill, readBills } from './bills.ts';
import { appendEntries, type DatedEntry, lockJournal, type Recording } from './journal.ts';
import { type Attempt, attemptsOfAccounts, attemptsOfReferences } from './payment-attempts.ts';
import { type Payment, paymentOf, type PaymentRow } from './payments.ts';

/** Money that came, as a provider, a bank or a cashier tells it. */
export interface ReceivedMoney {
  readonly paymentId: string;
  /** Who says so, and together with the two below the key by which it is known again. */
  readonly provider: string;
  readonly account: string;
  readonly bankReference: string;
  readonly into: MoneyAccount;
  /** Whole đồng. */
  readonly amount: number;
  /** What the transfer says. */
  readonly narrative: string;
  /** A reference the provider itself gives back, beside the narrative. */
  readonly reference?: string;
  /** An account the provider made for one attempt. */
  readonly virtualAccount?: string;
  readonly paidAt: string;
}

export interface Receipt {
  readonly payment: Payment;
  /** False where the same money was told before: nothing happened then. */
  readonly isNew: boolean;
  /** The bill it went to. */
  readonly billId?: string;
}

const keyOf = (money: Pick<ReceivedMoney, 'provider' | 'account' | 'bankReference'>): string =>
  JSON.stringify([money.provider, money.account, money.bankReference]);

interface KnownRow extends PaymentRow {
  readonly provider: string;
  readonly account: string;
  readonly bank_reference: string;
}

/** The balance of each by its index: of all payments there ever were, a batch knows few. */
const KNOWN = `
  select payment.provider, payment.account, bank_reference, payment_id, amount, unallocated, is_late,
    review
  from jsonb_to_recordset($1::jsonb) as told (provider text, account text, "bankReference" text)
  join payment on payment.provider = told.provider and payment.account = told.account
    and bank_reference = "bankReference"
  cross join lateral (
    select -sum(amount) as unallocated from journal_posting
    where account = 'suspense' and journal_posting.payment_id = payment.payment_id) as balance`;

const knownPayments = async (
  tx: Queryable,
  told: readonly ReceivedMoney[],
): Promise<Map<string, Payment>> => {
  const { rows } = await tx.query<KnownRow>(KNOWN, [
    JSON.stringify(
      told.map(({ provider, account, bankReference }) => ({ provider, account, bankReference })),
    ),
  ]);
  return new Map(
    rows.map(row => [
      keyOf({ provider: row.provider, account: row.account, bankReference: row.bank_reference }),
      paymentOf(row),
    ]),
  );
};

const referencesIn = ({ narrative, reference }: ReceivedMoney): readonly string[] => [
  ...extractReferences(narrative),
  ...(reference === undefined ? [] : [reference]),
];

const accountKeyOf = ({
  provider,
  virtualAccount,
}: Pick<Attempt, 'provider' | 'virtualAccount'>): string =>
  JSON.stringify([provider, virtualAccount]);

/** What a batch of money changes, gathered before it is written at once. */
interface Changes {
  readonly entries: DatedEntry[];
  readonly payments: object[];
  readonly paidAttempts: Set<string>;
}

const STORE = `
  with settled as (
    update payment_attempt set state = 'paid', ended_at = coalesce(ended_at, $2)
    where attempt_id = any (array(select value::uuid from jsonb_array_elements_text($3::jsonb)))
  )
  insert into payment (payment_id, provider, account, bank_reference, amount, narrative, paid_at,
    received_at, is_late, review, attempt_id)
  select "paymentId", provider, account, "bankReference", amount, narrative, "paidAt", $2, "isLate",
    review, "attemptId"
  from jsonb_to_recordset($1::jsonb) as told ("paymentId" uuid, provider text, account text,
    "bankReference" text, amount bigint, narrative text, "paidAt" timestamptz, "isLate" boolean,
    review text, "attemptId" uuid)`;

const store = async (
  tx: Queryable,
  { payments, paidAttempts }: Changes,
  at: string,
): Promise<void> => {
  await tx.query(STORE, [JSON.stringify(payments), at, JSON.stringify([...paidAttempts])]);
};

/** Bills and attempts that a batch refers to, kept up to date while it is gone through. */
class Referred {
  readonly #attempts: ReadonlyMap<string, Attempt>;
  readonly #attemptsByAccount: ReadonlyMap<string, Attempt>;
  readonly #bills: Map<string, Bill>;
  readonly #paid = new Set<string>();

  constructor(attempts: readonly Attempt[], bills: readonly Bill[]) {
    this.#attempts = new Map(attempts.map(attempt => [attempt.reference, attempt]));
    this.#attemptsByAccount = new Map(
      attempts.map(attempt => [accountKeyOf(attempt), attempt] as const),
    );
    this.#bills = new Map(bills.map(bill => [bill.billId, bill]));
  }

  attemptsOf(money: ReceivedMoney): readonly Attempt[] {
    const named = referencesIn(money).map(reference => this.#attempts.get(reference));
    const owner = money.virtualAccount && this.#attemptsByAccount.get(accountKeyOf(money));
    return [...new Set([...named, owner])]
      .filter(attempt => attempt !== undefined && attempt !== '')
      .map(attempt => ({
        ...attempt,
        state: this.#paid.has(attempt.attemptId)
          ? attemptAfter(attempt.state, 'money-came')
          : attempt.state,
      }));
  }

  billsOf(attempts: readonly Attempt[]): readonly ReferredBill[] {
    const billIds = [...new Set(attempts.map(({ billId }) => billId))];
    return billIds.flatMap(billId => this.#bills.get(billId) ?? []);
  }

  pay(billId: string, amount: number, attempts: readonly Attempt[]): void {
    const bill = this.#bills.get(billId);
    if (bill !== undefined) this.#bills.set(billId, { ...bill, due: bill.due - amount });
    for (const { attemptId } of attempts) this.#paid.add(attemptId);
  }
}

const receiveOne = (money: ReceivedMoney, referred: Referred, changes: Changes): Receipt => {
  const { paymentId, amount, into } = money;
  const attempts = referred.attemptsOf(money);
  const bills = referred.billsOf(attempts);
  const { allocation, review = null } = settleCredit(amount, bills);
  const named = bills.length === 1 ? attempts : [];
  const isLate = named.length > 0 && named.every(({ state }) => state !== 'open');
  changes.payments.push({
    ...money,
    isLate,
    review,
    attemptId: named[0]?.attemptId ?? null,
  });
  const day = businessDayOf(money.paidAt);
  changes.entries.push({ ...moneyReceived(paymentId, into, amount), day });
  const payment = {
    paymentId,
    amount,
    unallocated: amount - (allocation?.amount ?? 0),
    isLate,
    review,
  };
  if (allocation === undefined) return { payment, isNew: true };
  changes.entries.push({ ...allocated(paymentId, allocation.billId, allocation.amount), day });
  for (const { attemptId } of named) changes.paidAttempts.add(attemptId);
  referred.pay(allocation.billId, allocation.amount, named);
  return { payment, isNew: true, billId: allocation.billId };
};

/**
 * Books money that came, and what it pays by itself: one bill that its reference names, never more
 * than that asks for. The rest waits in suspense for a person.
 * @returns a receipt for each, in the same order.
 * @throws FaultError `idempotency-conflict` where the same money was told with another amount.
 */
export const receiveMoney = async (
  tx: Queryable,
  told: readonly ReceivedMoney[],
  recording: Recording,
): Promise<readonly Receipt[]> => {
  const head = await lockJournal(tx);
  const known = await knownPayments(tx, told);
  const attempts = [
    ...(await attemptsOfReferences(tx, [...new Set(told.flatMap(referencesIn))])),
    ...(await attemptsOfAccounts(tx, told)),
  ];
  const bills = await readBills(tx, [...new Set(attempts.map(({ billId }) => billId))]);
  const referred = new Referred(attempts, bills);
  const changes: Changes = { entries: [], payments: [], paidAttempts: new Set() };
  const receipts = told.map((money): Receipt => {
    const before = known.get(keyOf(money));
    if (before !== undefined && before.amount !== money.amount) {
      throw new FaultError(
        'idempotency-conflict',
        'the same bank reference came with another amount',
      );
    }
    if (before !== undefined) return { payment: before, isNew: false };
    const receipt = receiveOne(money, referred, changes);
    known.set(keyOf(money), receipt.payment);
    return receipt;
  });
  if (changes.payments.length > 0) {
    await store(tx, changes, recording.at);
    await appendEntries(tx, head, changes.entries, recording);
  }
  return receipts;
};
