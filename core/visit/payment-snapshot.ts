import type { Place, StepView } from '../contract/kiosk.ts';
import { accountAtBank } from '../payment/bank-directory.ts';
import { placeOf, servicePointOf } from './clinic-choice.ts';
import { maskNumber } from '../identity/masking.ts';
import { invoiceShown, patientsInvoice } from './invoice.ts';
import { codeOffered, dueOf, invoiceNoted, otherBills, payWhenOf } from './paying.ts';
import type { PayableBill, Paying } from './payment-context.ts';
import type { VisitContext } from './visit-context.ts';

/** States of the visit in which something is being paid. */
export type PayingState =
  | 'charging'
  | 'charges'
  | 'invoice'
  | 'taxCode'
  | 'openingCode'
  | 'paymentCode'
  | 'closingCode'
  | 'payingLater'
  | 'paymentResult'
  | 'paymentSlip'
  | 'askingBills'
  | 'bills';

const WAITS = {
  charging: 'charges',
  openingCode: 'code',
  closingCode: 'closing',
  payingLater: 'slip',
  askingBills: 'bills',
} as const;

/** The page of a state; undefined where what it shows is not there. */
export const paymentStep = (state: PayingState, context: VisitContext): StepView | undefined => {
  const { paying } = context;
  switch (state) {
    case 'charging':
    case 'openingCode':
    case 'closingCode':
    case 'payingLater':
    case 'askingBills':
      return { name: 'payment-wait', doing: WAITS[state] };
    case 'bills':
      return billsStep(context);
    case 'charges':
      return paying && chargesStep(context, paying);
    case 'invoice':
      return invoiceStep(context);
    case 'taxCode':
      return { name: 'tax-code', isUnreadable: context.notice !== undefined };
    case 'paymentCode':
      return paying && codeStep(paying);
    case 'paymentResult':
      return paying && resultStep(context, paying);
    case 'paymentSlip':
      return paying && slipStep(context, paying);
  }
};

const placeAt = (context: VisitContext, id: string | undefined): Place | undefined => {
  const point = servicePointOf(context.surroundings, id);
  return point && placeOf(point);
};

const subjectOf = (
  context: VisitContext,
  { servicePointId, bill }: Pick<PayableBill, 'servicePointId' | 'bill'>,
) => {
  const place = placeAt(context, servicePointId);
  return {
    ...(place === undefined ? {} : { place }),
    ...(bill === undefined ? {} : { bill }),
  };
};

const cashierOf = (context: VisitContext) => {
  const { cashierId, counterId } = context.surroundings;
  const cashier = placeAt(context, cashierId) ?? placeAt(context, counterId);
  return cashier === undefined ? {} : { cashier };
};

const chargesStep = (context: VisitContext, paying: Paying): StepView | undefined => {
  const { charges, notice } = paying;
  if (charges === undefined) return undefined;
  const isAway = context.surroundings.hub === 'away' && charges.byCode === 'offered';
  return {
    name: 'charges',
    ...subjectOf(context, paying),
    ...cashierOf(context),
    charges: { ...charges, due: dueOf(paying), ...(isAway ? { byCode: 'away' } : {}) },
    isFirst: payWhenOf(context.surroundings, context.issued) === 'before',
    ...(codeOffered(paying) && !isAway ? { invoice: invoiceShown(context.invoice) } : {}),
    ...(notice === undefined ? {} : { notice }),
  };
};

const invoiceStep = (context: VisitContext): StepView => {
  const known = patientsInvoice(context);
  const { buyer, taxCode } = known ?? {};
  return {
    name: 'invoice',
    ...cashierOf(context),
    invoice: invoiceShown(context.invoice),
    ...(buyer === undefined
      ? {}
      : {
          patient: {
            name: buyer,
            ...(taxCode === undefined ? {} : { number: maskNumber(taxCode) }),
          },
        }),
  };
};

const othersOf = (context: VisitContext) => {
  const others = otherBills(context);
  const due = others.reduce((sum, { charges }) => sum + charges.due, 0);
  return others.length === 0 ? {} : { others: { count: others.length, due } };
};

const codeStep = ({ code, asked }: Paying): StepView | undefined => {
  if (code === undefined) return undefined;
  const { attemptId, ...shown } = code;
  const account = accountAtBank(code);
  return {
    name: 'payment-code',
    code: shown,
    attemptId,
    asked,
    ...(account === undefined ? {} : { account }),
  };
};

const resultStep = (context: VisitContext, paying: Paying): StepView | undefined => {
  const { outcome, progress, code, print } = paying;
  if (outcome === undefined || progress === undefined || code === undefined) return undefined;
  const { received, due, unallocated, paidAt } = progress;
  const invoice = invoiceNoted(context.invoice, code);
  return {
    name: 'payment-result',
    ...subjectOf(context, paying),
    ...cashierOf(context),
    outcome,
    amount: code.amount,
    received,
    due,
    unallocated,
    reference: code.reference,
    ...(paidAt === undefined ? {} : { paidAt }),
    print,
    byCode: context.surroundings.hub === 'reachable' && codeOffered(paying),
    ...(invoice === undefined ? {} : { invoice }),
    ...othersOf(context),
  };
};

const slipStep = (context: VisitContext, paying: Paying): StepView => {
  const { slip, leaving, print, asked } = paying;
  return {
    name: 'payment-slip',
    ...subjectOf(context, paying),
    ...cashierOf(context),
    why: leaving === 'expired' ? 'expired' : 'chosen',
    amount: dueOf(paying),
    ...(slip === undefined
      ? {}
      : { code: { reference: slip.reference, expiresAt: slip.expiresAt } }),
    print,
    asked: paying.code === undefined ? 'no' : asked,
    byCode: context.surroundings.hub === 'reachable' && codeOffered(paying),
  };
};

const billsStep = (context: VisitContext): StepView => ({
  name: 'bills',
  ...cashierOf(context),
  outcome: context.bills?.outcome ?? 'his-away',
  bills: (context.bills?.bills ?? []).map(bill => ({
    billId: bill.billId,
    ...subjectOf(context, bill),
    due: bill.charges.due,
  })),
});
