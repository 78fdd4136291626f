import { z } from 'zod';
import { invoiceForSchema, taxCodeSchema } from './e-invoice.ts';
import { faultCodeSchema } from './errors.ts';
import {
  billNameSchema,
  billsDueSchema,
  chargesSchema,
  paymentCodeSchema,
  paymentOutcomeSchema,
} from './kiosk-payment.ts';
import { placeSchema } from './place.ts';
import { dongSchema, instantSchema } from './primitives.ts';

const printSchema = z.enum(['printing', 'printed', 'uncertain', 'failed']);

/** What is paid for: a visit by its place, or a bill of the hospital's system. */
const subject = {
  place: placeSchema.optional(),
  bill: billNameSchema.optional(),
};

/** Where to pay in cash. */
const cashier = { cashier: placeSchema.optional() };

/** Whether the hub was asked on the spot, and what it said. */
const askedSchema = z.enum(['no', 'asking', 'nothing-yet', 'away']);

/** The invoice that is asked for with the payment; the number of a person is never shown whole. */
const invoiceSchema = z.object({ for: invoiceForSchema, taxCode: z.string().optional() });
export type InvoiceView = z.infer<typeof invoiceSchema>;

/** Other bills that wait to be paid: how many, and their sum in whole đồng. */
const othersSchema = z.object({ count: z.int().positive(), due: dongSchema });

/** Pages of paying. */
export const PAYMENT_STEPS = [
  /** What to pay, why, and how. */
  z.object({
    name: z.literal('charges'),
    ...subject,
    ...cashier,
    charges: chargesSchema,
    /** It is to be paid before going to the room. */
    isFirst: z.boolean(),
    /** Absent where the wish could not be passed on. */
    invoice: invoiceSchema.optional(),
    notice: faultCodeSchema.optional(),
  }),
  /** For whom the invoice is to be made out. */
  z.object({
    name: z.literal('invoice'),
    ...cashier,
    invoice: invoiceSchema,
    /** Absent where nobody knows the patient's name. */
    patient: z.object({ name: z.string(), number: z.string().optional() }).optional(),
  }),
  z.object({ name: z.literal('tax-code'), isUnreadable: z.boolean() }),
  /** The hub is asked. */
  z.object({
    name: z.literal('payment-wait'),
    doing: z.enum(['charges', 'code', 'closing', 'slip', 'bills']),
  }),
  /** The code, until it is paid or over. */
  z.object({
    name: z.literal('payment-code'),
    code: paymentCodeSchema.omit({ attemptId: true }),
    attemptId: z.uuid(),
    /** Account and bank, where the code names them. */
    account: z.string().optional(),
    asked: askedSchema,
  }),
  z.object({
    name: z.literal('payment-result'),
    ...subject,
    ...cashier,
    outcome: paymentOutcomeSchema.exclude(['expired']),
    /** Whole đồng: asked for, received, still due, and too much. */
    amount: dongSchema,
    received: dongSchema,
    due: dongSchema,
    unallocated: dongSchema,
    reference: z.string(),
    paidAt: instantSchema.optional(),
    print: printSchema,
    /** What is left can be paid with another code. */
    byCode: z.boolean(),
    invoice: invoiceSchema.optional(),
    others: othersSchema.optional(),
  }),
  /** It is paid later: at the counter, or with the code on the slip. */
  z.object({
    name: z.literal('payment-slip'),
    ...subject,
    ...cashier,
    /** `expired`: nothing came in the time of the code on the screen. */
    why: z.enum(['chosen', 'expired']),
    amount: dongSchema,
    /** The code of the slip; absent where it has none. */
    code: paymentCodeSchema.pick({ reference: true, expiresAt: true }).optional(),
    print: printSchema,
    asked: askedSchema,
    byCode: z.boolean(),
  }),
  /** What somebody owes. */
  z.object({
    name: z.literal('bills'),
    ...cashier,
    outcome: billsDueSchema.shape.outcome,
    bills: z.array(z.object({ billId: z.string(), ...subject, due: dongSchema })).max(60),
  }),
] as const;

export const PAYMENT_INTENTS = [
  /** Somebody came to pay, or wants to see what is owed. */
  z.object({ type: z.literal('payBills') }),
  z.object({ type: z.literal('chooseBill'), billId: z.string().min(1).max(80) }),
  /** Of the visit just recorded. */
  z.object({ type: z.literal('openCharges') }),
  z.object({ type: z.literal('payByCode') }),
  z.object({ type: z.literal('payAtCounter') }),
  z.object({ type: z.literal('openInvoice') }),
  z.object({ type: z.literal('chooseInvoice'), for: invoiceForSchema }),
  z.object({ type: z.literal('submitTaxCode'), taxCode: taxCodeSchema }),
  z.object({ type: z.literal('askPayment') }),
  z.object({ type: z.literal('reprintPayment') }),
] as const;

/** What a ticket says of the money. */
export const ticketPaymentSchema = z.object({
  state: z.enum(['paid', 'due']),
  amount: dongSchema,
  /** The room is entered only after paying. */
  isFirst: z.boolean(),
});
export type TicketPayment = z.infer<typeof ticketPaymentSchema>;
