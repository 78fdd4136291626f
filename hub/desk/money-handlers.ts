import { type CashAccount } from '../../core/billing/account.ts';
import { type Handlers } from '../../core/contract/contract.ts';
import { type DeskAction } from '../../core/contract/desk-access.ts';
import { type deskMoneyMethods } from '../../core/contract/desk-money.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { type Billing } from '../billing/billing.ts';
import { type PatientAliases } from '../intake/patient-aliases.ts';
import { type Database } from '../storage/database.ts';
import { recordDeed } from './desk-audit.ts';
import { type DeskCaller, userOf } from './desk-caller.ts';
import { readLivePayments } from './live-payments.ts';
import { readDeskRefunds } from './money-rows.ts';
import { searchMoney } from './money-search.ts';
import { readBillStory, readPaymentStory } from './money-story.ts';
import { readSuspense } from './suspense.ts';

export interface MoneyParts {
  readonly database: Database;
  readonly billing: Billing;
  readonly patients: PatientAliases;
  readonly clock: Clock;
}

interface Place {
  readonly account: string;
  readonly name: string;
  readonly balance: number;
}

/** What people do about money. The journal decides what is possible; the audit says who asked. */
export const createMoneyHandlers = (
  parts: MoneyParts,
): Handlers<typeof deskMoneyMethods, DeskCaller> => {
  const { database, billing, clock } = parts;
  const did = (caller: DeskCaller, action: DeskAction, subject: string): Promise<void> =>
    recordDeed(database, {
      at: instantOf(clock.now()),
      userId: userOf(caller).userId,
      action,
      subject,
    });

  return {
    livePayments: question => readLivePayments(database, question, businessDayOf(clock.now())),
    search: question => searchMoney({ ...parts, now: clock.now() }, question),
    payment: ({ paymentId }, { actor }) => readPaymentStory(database, paymentId, actor),
    bill: ({ billId }) => readBillStory(database, billId),
    suspense: ({ limit }) => readSuspense(database, limit, clock.now()),
    async allocate(allocation, caller) {
      const { due } = await billing.allocate(allocation, caller.actor);
      const { paymentId, billId, amount } = allocation;
      await did(caller, 'allocated', `${paymentId} ${billId} ${amount}`);
      return { due };
    },
    async reverseAllocation(allocation, caller) {
      const { due } = await billing.reverseAllocation(allocation, caller.actor);
      const { paymentId, billId, amount } = allocation;
      await did(caller, 'allocation-reversed', `${paymentId} ${billId} ${amount}`);
      return { due };
    },
    refunds: async ({ states, limit }, { actor }) => ({
      refunds: await readDeskRefunds(
        database,
        actor,
        `where state in (select value from jsonb_array_elements_text($1::jsonb))
         order by requested_at desc limit $2`,
        [JSON.stringify(states), limit],
      ),
    }),
    async requestRefund(refund, caller) {
      const { state } = await billing.requestRefund(refund, caller.actor);
      await did(caller, 'refund-requested', `${refund.refundId} ${refund.amount}`);
      return { state };
    },
    async decideRefund({ refundId, decision }, caller) {
      const { state } = await billing.decideRefund(refundId, decision, caller.actor);
      await did(caller, decision === 'approve' ? 'refund-approved' : 'refund-rejected', refundId);
      return { state };
    },
    async payRefund({ refundId, from }, caller) {
      const { state } = await billing.payRefund(refundId, from as CashAccount, caller.actor);
      await did(caller, 'refund-paid', `${refundId} ${from}`);
      return { state };
    },
    moneyPlaces: async () => {
      const { rows } = await database.query<Place>(
        `select account, drawer as name, sum(amount) as balance
         from cash_shift join journal_posting on account = 'cash:' || shift_id
         where closed_at is null group by account, drawer having sum(amount) > 0 order by drawer`,
      );
      return { places: rows };
    },
  };
};
