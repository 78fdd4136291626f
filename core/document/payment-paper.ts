import { totalOf } from '../billing/charges.ts';
import type { ChargeLine } from '../contract/kiosk-payment.ts';
import type { InvoiceView } from '../contract/payment-steps.ts';
import type { Place } from '../contract/kiosk.ts';
import type { Instant, Language, Localised } from '../contract/primitives.ts';
import type { Printable, PrintableBlock } from '../contract/printable.ts';
import { accountAtBank } from '../payment/bank-directory.ts';
import type { Paying } from '../visit/payment-context.ts';
import type { TicketWords } from '../words/ticket-words.ts';
import { banner, line, pair, RULE, space } from './blocks.ts';
import { formatDay, formatDong, formatPercent, formatTime } from './format.ts';

/**
 * Paper about money. It says what was paid and what is owed, and for which number; never who somebody
 * is. The reference on it is what every desk finds the payment by.
 */

export interface PaymentSheet {
  readonly hospital: Localised;
  readonly language: Language;
  readonly large: boolean;
  readonly issuedAt: Instant;
}

export interface PaymentFacts {
  readonly paying: Paying;
  /** The invoice that the hub has noted for it. */
  readonly invoice: InvoiceView | undefined;
  /** What is paid for, where that is a place. */
  readonly place: Place | undefined;
  readonly cashier: Place | undefined;
}

const printable = ({ language, large }: PaymentSheet, blocks: PrintableBlock[]): Printable => ({
  language,
  scale: large ? 1.5 : 1,
  blocks,
});

const whenOf = (instant: Instant) => ({ time: formatTime(instant), date: formatDay(instant) });

const cashierOf = ({ cashier }: PaymentFacts, { language }: PaymentSheet, words: TicketWords) =>
  cashier === undefined ? words('desk') : cashier.name[language];

const head = (facts: PaymentFacts, sheet: PaymentSheet, words: TicketWords): PrintableBlock[] => {
  const { label, bill } = facts.paying;
  const subject =
    bill === undefined ? facts.place?.name[sheet.language] : words(`billKind.${bill.kind}`);
  return [
    line(sheet.hospital[sheet.language], 'normal', 'bold'),
    space(2),
    ...(subject === undefined ? [] : [line(subject, 'normal')]),
    ...(label === undefined ? [] : [pair(words('receipt.number'), label)]),
  ];
};

const chargeLine = (
  { reason, amount, percent }: ChargeLine,
  language: Language,
  words: TicketWords,
): PrintableBlock => {
  const share = percent === undefined ? '' : formatPercent(percent, language);
  return pair(words(`line.${reason}`, { percent: share }), formatDong(amount));
};

/** What was examined or prescribed is on no slip: those lines are one. */
const discreet = (lines: readonly ChargeLine[]): readonly ChargeLine[] => {
  const own = lines.filter(({ reason }) => reason !== 'hospital-bill');
  const told = totalOf(lines) - totalOf(own);
  return own.length === lines.length ? own : [{ reason: 'hospital-bill', amount: told }, ...own];
};

const lines = ({ paying }: PaymentFacts, { language }: PaymentSheet, words: TicketWords) =>
  discreet(paying.charges?.lines ?? []).map(one => chargeLine(one, language, words));

const sum = (label: string, amount: number): PrintableBlock[] =>
  amount === 0 ? [] : [pair(label, formatDong(amount))];

/** Where an invoice is to be had; a company's code is public, and of a patient nothing is said. */
const invoiceLine = (
  { invoice }: PaymentFacts,
  words: TicketWords,
  cashier: string,
): PrintableBlock => {
  const { taxCode } = invoice ?? {};
  const key = invoice === undefined ? 'none' : taxCode === undefined ? 'forPatient' : 'forCompany';
  return line(words(`invoice.${key}`, { cashier, taxCode: taxCode ?? '' }), 'small');
};

/** What came, what is missing or too much, and what to do about it. A receipt, not an invoice. */
export const paymentReceipt = (
  facts: PaymentFacts,
  sheet: PaymentSheet,
  words: TicketWords,
): Printable => {
  const { code, progress, outcome = 'to-desk' } = facts.paying;
  const { received = 0, due = 0, unallocated = 0, paidAt } = progress ?? {};
  const cashier = cashierOf(facts, sheet, words);
  return printable(sheet, [
    ...head(facts, sheet, words),
    line(words('receipt.title'), 'large', 'bold'),
    ...(progress?.bill === 'paid' ? [banner(words('paid.banner'))] : []),
    ...lines(facts, sheet, words),
    RULE,
    ...sum(words('receipt.asked'), code?.amount ?? 0),
    line(words('receipt.received'), 'small'),
    line(formatDong(received), 'title', 'bold'),
    ...sum(words('receipt.due'), due),
    ...sum(words('receipt.extra'), unallocated),
    ...(outcome === 'paid' || outcome === 'withdrawn'
      ? []
      : [line(words(`outcome.${outcome}`, { cashier }), 'normal', 'bold')]),
    ...(code === undefined ? [] : [pair(words('receipt.reference'), code.reference)]),
    line(words('receipt.when', whenOf(paidAt ?? sheet.issuedAt)), 'small'),
    RULE,
    line(words('receipt.noInvoice'), 'small'),
    invoiceLine(facts, words, cashier),
  ]);
};

const codeBlocks = (
  { paying }: PaymentFacts,
  words: TicketWords,
  cashier: string,
): PrintableBlock[] => {
  const { slip } = paying;
  if (slip === undefined) return [line(words('later.counterOnly', { cashier }), 'normal', 'bold')];
  const account = accountAtBank(slip);
  return [
    { kind: 'code', data: slip.qr },
    line(words('receipt.reference'), 'small'),
    line(slip.reference, 'title', 'bold'),
    pair(words('later.holder'), slip.accountName),
    ...(account === undefined ? [] : [pair(words('later.account'), account)]),
    line(words('later.how', { cashier }), 'normal'),
    line(words('later.until', whenOf(slip.expiresAt)), 'small'),
  ];
};

/** For whoever pays later, at the counter or with the code; and for who has paid and saw nothing. */
export const paymentSlip = (
  facts: PaymentFacts,
  sheet: PaymentSheet,
  words: TicketWords,
): Printable => {
  const { paying } = facts;
  const cashier = cashierOf(facts, sheet, words);
  const due = paying.progress?.due ?? paying.charges?.due ?? 0;
  return printable(sheet, [
    ...head(facts, sheet, words),
    line(words('later.title'), 'large', 'bold'),
    ...lines(facts, sheet, words),
    RULE,
    line(words('later.amount'), 'small'),
    line(formatDong(due), 'title', 'bold'),
    ...codeBlocks(facts, words, cashier),
    RULE,
    // Whoever had a code on the screen may have paid it.
    ...(paying.code === undefined ? [] : [pair(words('receipt.reference'), paying.code.reference)]),
    line(words('later.late', { cashier }), 'normal'),
    ...(facts.invoice === undefined ? [] : [invoiceLine(facts, words, cashier)]),
  ]);
};
