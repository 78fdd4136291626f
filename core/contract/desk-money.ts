import { z } from 'zod';
import { ATTEMPT_STATES } from '../billing/attempt-state.ts';
import { BILL_STATES } from '../billing/bill-state.ts';
import { REVIEW_REASONS } from '../billing/credit-settlement.ts';
import { ENTRY_KINDS } from '../billing/journal-entry.ts';
import { REFUND_STATES } from '../billing/refund-state.ts';
import { defineContract } from './contract.ts';
import { businessDaySchema, dongSchema, instantSchema } from './primitives.ts';

const count = z.int().nonnegative();
/** Nothing less than one đồng is ever moved. */
const movedSchema = z.int().positive();

/** A payment as one row. `narrative` is what the bank says of it and may name the payer. */
export const deskPaymentSchema = z.object({
  paymentId: z.uuid(),
  paidAt: instantSchema,
  receivedAt: instantSchema,
  amount: dongSchema,
  /** What belongs to no bill and is not refunded. */
  unallocated: z.int(),
  provider: z.string(),
  account: z.string(),
  bankReference: z.string(),
  narrative: z.string(),
  /** Of the code it was paid with, where it is known. */
  reference: z.string().nullable(),
  isLate: z.boolean(),
  review: z.enum(REVIEW_REASONS).nullable(),
  /** Whole đồng of it for which a refund was asked and nobody has decided. */
  refundRequested: dongSchema,
});
export type DeskPayment = z.infer<typeof deskPaymentSchema>;

export const deskBillSchema = z.object({
  billId: z.uuid(),
  hisBill: z.string().nullable(),
  /** Number on the patient's ticket. */
  ticket: z.string().nullable(),
  raisedAt: instantSchema,
  amount: dongSchema,
  due: z.int(),
  state: z.enum(BILL_STATES),
  /** Of the code shown last. */
  reference: z.string().nullable(),
});
export type DeskBill = z.infer<typeof deskBillSchema>;

export const deskRefundSchema = z.object({
  refundId: z.uuid(),
  paymentId: z.uuid(),
  amount: dongSchema,
  state: z.enum(REFUND_STATES),
  reason: z.string(),
  requestedAt: instantSchema,
  requestedBy: z.string(),
  decidedAt: instantSchema.nullable(),
  decidedBy: z.string().nullable(),
  /** Whoever asks for this list asked for the refund: somebody else has to decide. */
  isOwn: z.boolean(),
});
export type DeskRefund = z.infer<typeof deskRefundSchema>;

/** One entry of the journal as far as it is about this payment or bill. */
export const deskEventSchema = z.object({
  entryNo: z.int().positive(),
  kind: z.enum(ENTRY_KINDS),
  at: instantSchema,
  who: z.string(),
  amount: dongSchema,
  paymentId: z.uuid().nullable(),
  billId: z.uuid().nullable(),
});
export type DeskEvent = z.infer<typeof deskEventSchema>;

/** How much of a payment pays which bill. */
const deskShareSchema = z.object({ paymentId: z.uuid(), billId: z.uuid(), amount: dongSchema });

const attemptSchema = z.object({
  attemptId: z.uuid(),
  provider: z.string(),
  reference: z.string(),
  amount: dongSchema,
  state: z.enum(ATTEMPT_STATES),
  openedAt: instantSchema,
  endedAt: instantSchema.nullable(),
});

const searchSchema = z.object({
  /** A payment reference, the number of a bill or a ticket, the bank's reference, a patient code. */
  text: z.string().max(120).optional(),
  amount: movedSchema.optional(),
  from: businessDaySchema.optional(),
  to: businessDaySchema.optional(),
  /** Only money that waits, and bills that ask for some. */
  isOpen: z.boolean().optional(),
  limit: z.int().min(1).max(200),
});
export type DeskSearch = z.infer<typeof searchSchema>;

const liveSchema = z.object({
  payments: z.array(deskPaymentSchema),
  today: z.object({ payments: count, amount: dongSchema }),
  exceptions: count,
  /** Whole đồng that belong to no bill. */
  suspense: z.int(),
  refundsToDecide: count,
  /** Codes that are on a screen just now. */
  openCodes: count,
});
export type DeskLive = z.infer<typeof liveSchema>;

/** What came, what waits, and what a person does about it. */
export const deskMoneyMethods = defineContract({
  /** The newest payments; nothing where nothing has changed since that revision. */
  livePayments: {
    role: 'till',
    input: z.object({
      only: z.enum(['all', 'exceptions']),
      since: z.string().max(80).optional(),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({ revision: z.string(), news: liveSchema.nullable() }),
  },
  search: {
    role: 'till',
    input: searchSchema,
    output: z.object({ payments: z.array(deskPaymentSchema), bills: z.array(deskBillSchema) }),
  },
  payment: {
    role: 'till',
    input: z.object({ paymentId: z.uuid() }),
    output: z.object({
      payment: deskPaymentSchema,
      shares: z.array(deskShareSchema),
      bills: z.array(deskBillSchema),
      refunds: z.array(deskRefundSchema),
      story: z.array(deskEventSchema),
      /** The bank's own days and texts of it. */
      lines: z.array(
        z.object({ day: businessDaySchema, account: z.string(), narrative: z.string() }),
      ),
    }),
  },
  bill: {
    role: 'till',
    input: z.object({ billId: z.uuid() }),
    output: z.object({
      bill: deskBillSchema,
      shares: z.array(deskShareSchema),
      payments: z.array(deskPaymentSchema),
      attempts: z.array(attemptSchema),
      story: z.array(deskEventSchema),
    }),
  },
  /** Money that waits for a person, the oldest first. */
  suspense: {
    role: 'till',
    input: z.object({ limit: z.int().min(1).max(500) }),
    output: z.object({
      payments: z.array(deskPaymentSchema.extend({ ageDays: count })),
      /** Of all of it, also what is over the limit. */
      total: z.int(),
      number: count,
      ages: z.array(z.object({ upToDays: count.nullable(), number: count, amount: dongSchema })),
    }),
  },
  allocate: {
    role: 'till',
    input: z.object({ paymentId: z.uuid(), billId: z.uuid(), amount: movedSchema }),
    output: z.object({ due: z.int() }),
  },
  reverseAllocation: {
    role: 'supervision',
    input: z.object({ paymentId: z.uuid(), billId: z.uuid(), amount: movedSchema }),
    output: z.object({ due: z.int() }),
  },
  refunds: {
    role: 'till',
    input: z.object({ states: z.array(z.enum(REFUND_STATES)), limit: z.int().min(1).max(200) }),
    output: z.object({ refunds: z.array(deskRefundSchema) }),
  },
  /** The same id again is the same refund. */
  requestRefund: {
    role: 'till',
    input: z.object({
      refundId: z.uuid(),
      paymentId: z.uuid(),
      amount: movedSchema,
      reason: z.string().trim().min(3).max(300),
    }),
    output: z.object({ state: z.enum(REFUND_STATES) }),
  },
  /** The second person: never the one who asked. */
  decideRefund: {
    role: 'supervision',
    input: z.object({ refundId: z.uuid(), decision: z.enum(['approve', 'reject']) }),
    output: z.object({ state: z.enum(REFUND_STATES) }),
  },
  /** The money was handed out of a drawer; what a bank carried out is matched with its line. */
  payRefund: {
    role: 'till',
    input: z.object({
      refundId: z.uuid(),
      /** The account of an open shift's drawer. */
      from: z.string().regex(/^cash:[0-9a-f-]{36}$/),
    }),
    output: z.object({ state: z.enum(REFUND_STATES) }),
  },
  /** Drawers of open shifts, which a refund can be handed out of. */
  moneyPlaces: {
    role: 'till',
    input: z.object({}),
    output: z.object({
      places: z.array(z.object({ account: z.string(), name: z.string(), balance: z.int() })),
    }),
  },
});
