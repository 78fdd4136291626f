import { paymentOutcome } from '../billing/payment-outcome.ts';
import type { PaymentCode, PayWhen } from '../contract/kiosk-payment.ts';
import type { InvoiceView, TicketPayment } from '../contract/payment-steps.ts';
import { servicePointOf } from './clinic-choice.ts';
import { invoiceShown } from './invoice.ts';
import type {
  CodeOrder,
  InvoiceChoice,
  PayableBill,
  Paying,
  PaymentPaperOrder,
} from './payment-context.ts';
import type { IssuedVisit, Surroundings, VisitContext } from './visit-context.ts';

const NOTHING_YET = {
  charges: undefined,
  code: undefined,
  progress: undefined,
  slip: undefined,
  outcome: undefined,
  leaving: 'chosen',
  asked: 'no',
  paperOut: 'none',
  print: 'printing',
  notice: undefined,
} as const satisfies Partial<Paying>;

/** Paying for a visit just recorded. */
export const payingVisit = ({ visitId, number }: IssuedVisit): Paying => ({
  ...NOTHING_YET,
  payable: { kind: 'visit', visitId },
  servicePointId: number.servicePointId,
  bill: undefined,
  label: number.label,
});

/** Paying for something that was owed already. */
export const payingBill = ({ payable, servicePointId, bill, charges }: PayableBill): Paying => ({
  ...NOTHING_YET,
  payable,
  servicePointId,
  bill,
  label: undefined,
  charges,
});

/** When patients of a number's place pay; undefined where nothing is asked of them here. */
export const payWhenOf = (
  surroundings: Surroundings,
  issued: Pick<IssuedVisit, 'number'> | undefined,
): PayWhen | undefined =>
  surroundings.cashierId === undefined
    ? undefined
    : servicePointOf(surroundings, issued?.number.servicePointId)?.payment;

/** Bills can be asked for: the hospital takes payments here, and the hub can be reached. */
export const paysBills = (surroundings: Surroundings): boolean =>
  surroundings.hub === 'reachable' &&
  surroundings.cashierId !== undefined &&
  surroundings.catalogue?.servicePoints.some(({ payment }) => payment !== undefined) === true;

/** Whole đồng still asked for, as far as is known here. */
export const dueOf = ({ progress, charges }: Paying): number => progress?.due ?? charges?.due ?? 0;

/** What is left can be paid with a code. */
export const codeOffered = (paying: Paying | undefined): boolean =>
  paying?.charges?.byCode === 'offered' && dueOf(paying) > 0;

/** There is a visit, something may be due of it, and it is not paid yet. */
export const visitPayable = ({ surroundings, issued, paying, print }: VisitContext): boolean =>
  issued?.payer !== undefined &&
  print !== 'printing' &&
  surroundings.hub === 'reachable' &&
  payWhenOf(surroundings, issued) !== undefined &&
  (paying?.charges === undefined || dueOf(paying) > 0);

/** What the ticket says of the money. */
export const ticketPaymentOf = ({
  surroundings,
  issued,
  paying,
}: Pick<VisitContext, 'surroundings' | 'issued' | 'paying'>): TicketPayment | undefined => {
  const charges = paying?.charges;
  if (paying === undefined || charges === undefined || charges.total === 0) return undefined;
  // Nobody here knows whether it was paid.
  if (paying.progress?.bill === 'cancelled') return undefined;
  const isFirst = payWhenOf(surroundings, issued) === 'before';
  const due = dueOf(paying);
  return due === 0
    ? { state: 'paid', amount: charges.total, isFirst }
    : { state: 'due', amount: due, isFirst };
};

/** The context with what has changed while paying. */
export const noted = (
  { paying }: Pick<VisitContext, 'paying'>,
  changes: Partial<Paying>,
): { paying?: Paying } => (paying === undefined ? {} : { paying: { ...paying, ...changes } });

export const outcomeOf = ({ progress }: Paying): Paying['outcome'] =>
  progress === undefined ? undefined : paymentOutcome(progress);

/** What the hub is asked for a code with. */
export const codeOrder = (
  { paying, invoice }: Pick<VisitContext, 'paying' | 'invoice'>,
  place: CodeOrder['place'],
): CodeOrder => {
  if (paying === undefined) throw new Error('nothing to pay for');
  return { payable: paying.payable, place, eInvoice: invoice?.wish };
};

/** The invoice that the hub noted when it gave this code. */
export const invoiceNoted = (
  invoice: InvoiceChoice | undefined,
  code: PaymentCode | undefined,
): InvoiceView | undefined => (code?.eInvoice === 'noted' ? invoiceShown(invoice) : undefined);

export const paymentPaperOrder = (
  { paying, invoice, language, surroundings, display }: VisitContext,
  kind: PaymentPaperOrder['kind'],
): PaymentPaperOrder => {
  if (paying === undefined) throw new Error('nothing was paid for');
  return {
    kind,
    paying,
    invoice: invoiceNoted(invoice, kind === 'receipt' ? paying.code : paying.slip),
    cashierId: surroundings.cashierId ?? surroundings.counterId,
    language,
    large: display.textSize === 'large',
  };
};

/** The bills that wait behind the one being paid. */
export const otherBills = ({
  bills,
  paying,
}: Pick<VisitContext, 'bills' | 'paying'>): readonly PayableBill[] =>
  (bills?.bills ?? []).filter(({ payable }) => payable !== paying?.payable);
