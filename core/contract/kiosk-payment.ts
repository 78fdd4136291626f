import { z } from 'zod';
import { businessDaySchema, dongSchema, instantSchema } from './primitives.ts';

/** Why a line stands on a bill, each with words in every language. */
const chargeReasonSchema = z.enum([
  'examination',
  /** What the insurer pays: all of it, or what the hospital's system says. */
  'insurance',
  /** The insurer pays its percentage. */
  'insurance-part',
  /** Taken beforehand and settled at the end. */
  'prepayment',
  /** As the hospital's system has it, in its own words. */
  'hospital-bill',
  /** Paid of it already. */
  'paid-before',
]);

export const chargeLineSchema = z.object({
  reason: chargeReasonSchema,
  /** Whole đồng; what the insurer pays, or was paid, is taken off and negative. */
  amount: z.int(),
  percent: z.number().min(0).max(100).optional(),
  /** What it is for, where the hospital's system says so. */
  text: z.string().min(1).max(200).optional(),
});
export type ChargeLine = z.infer<typeof chargeLineSchema>;

/**
 * Whether it can be paid with a code at the kiosk, and why not: nobody collects by code here, a
 * transfer cannot be so large, who pays what is still to be decided, or the hub cannot be asked.
 */
export const byCodeSchema = z.enum(['offered', 'not-collected', 'too-large', 'undecided', 'away']);
export type ByCode = z.infer<typeof byCodeSchema>;

/** What is to pay, and why. */
export const chargesSchema = z.object({
  lines: z.array(chargeLineSchema).max(60),
  /** Whole đồng: the sum of the lines. */
  total: dongSchema,
  /** Whole đồng still asked for. */
  due: dongSchema,
  byCode: byCodeSchema,
});
export type Charges = z.infer<typeof chargesSchema>;

/** What somebody may pay for: a visit as it was recorded, or a bill of the hospital's system. */
export const payableSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('visit'), visitId: z.uuid() }),
  z.object({
    kind: z.literal('hospital-bill'),
    billNumber: z.string().min(1).max(64),
    hisPatientId: z.string().min(1).max(64),
  }),
]);
export type Payable = z.infer<typeof payableSchema>;

/** `screen`: paid while it is looked at; `slip`: printed, for whoever pays later. */
export const codePlaceSchema = z.enum(['screen', 'slip']);
export type CodePlace = z.infer<typeof codePlaceSchema>;

/** A code to pay by, and what a banking app will show beside it. */
export const paymentCodeSchema = z.object({
  attemptId: z.uuid(),
  reference: z.string().min(1).max(25),
  /** Whole đồng. */
  amount: dongSchema.positive(),
  /** EMVCo merchant-presented text (VietQR). */
  qr: z.string().min(1).max(512),
  /** Absent where the code names a merchant instead of an account. */
  bankBin: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  account: z.string().min(1).max(30).optional(),
  accountName: z.string().max(70),
  expiresAt: instantSchema,
  /** The same as a length: clocks differ. */
  validSeconds: z.int().nonnegative(),
  /** What became of a wish for an invoice: `too-late` once something of the bill is paid. */
  eInvoice: z.enum(['noted', 'too-late']).optional(),
});
export type PaymentCode = z.infer<typeof paymentCodeSchema>;

/** How far one code has come. The kiosk decides nothing: the hub has seen the money or it has not. */
export const paymentProgressSchema = z.object({
  attempt: z.enum(['open', 'paid', 'expired', 'cancelled', 'replaced']),
  bill: z.enum(['open', 'part-paid', 'paid', 'cancelled']),
  /** Whole đồng that the bill still asks for. */
  due: dongSchema,
  /** Whole đồng that came by this code, in so many transfers. */
  received: dongSchema,
  transfers: z.int().nonnegative(),
  /** Whole đồng of it that belong to no bill: too much, or a second time. */
  unallocated: dongSchema,
  /** When the last of it was paid. */
  paidAt: instantSchema.optional(),
});
export type PaymentProgress = z.infer<typeof paymentProgressSchema>;

/** What a bill of the hospital's system is for. */
export const billKindSchema = z.enum(['consultation', 'services', 'medicine', 'advance', 'other']);

/** A bill as it is spoken of: what it is for and of which day, never what somebody has. */
export const billNameSchema = z.object({
  kind: billKindSchema,
  day: businessDaySchema,
  /** Left over from a day before. */
  isPriorDebt: z.boolean(),
});
export type BillName = z.infer<typeof billNameSchema>;

export const dueBillSchema = billNameSchema.extend({
  billNumber: z.string().min(1).max(64),
  charges: chargesSchema,
});
export type DueBill = z.infer<typeof dueBillSchema>;

/** What somebody owes as the hospital's system has it: it may be away, or tell nobody. */
export const billsDueSchema = z.object({
  outcome: z.enum(['known', 'his-away', 'not-told']),
  bills: z.array(dueBillSchema).max(50),
});
export type BillsDue = z.infer<typeof billsDueSchema>;

/** When a patient of a place pays: before going to the room, or at any time. */
export const payWhenSchema = z.enum(['before', 'after']);
export type PayWhen = z.infer<typeof payWhenSchema>;

/** How paying for one thing came out, as it is explained to a patient. */
export const paymentOutcomeSchema = z.enum([
  'paid',
  /** Less than was asked for came. */
  'partial',
  /** More than was asked for came. */
  'over',
  /** The same was paid twice. */
  'double',
  /** Nothing came in the time of the code. It still goes to the bill when it comes. */
  'expired',
  /** Money came, and a person has to say what for. */
  'to-desk',
  /** Nothing came, and the hospital asks for it no longer: it was paid elsewhere, or taken back. */
  'withdrawn',
]);
export type PaymentOutcome = z.infer<typeof paymentOutcomeSchema>;
