import { z } from 'zod';
import { DAY_DIFFERENCES } from '../billing/day-difference.ts';
import { defineContract } from './contract.ts';
import { DESK_FILE_FORMATS, deskFileSchema } from './desk-file.ts';
import { businessDaySchema, instantSchema } from './primitives.ts';

const count = z.int().nonnegative();
const reasonSchema = z.string().trim().min(3).max(300);

const sidesSchema = z.object({
  bills: z.int(),
  bankIn: z.int(),
  bankOut: z.int(),
  cash: z.int(),
  hisHas: z.int(),
  hisLacks: z.int(),
});

const accountSchema = z.object({
  account: z.string(),
  opening: z.int(),
  debits: z.int(),
  credits: z.int(),
  closing: z.int(),
});

const explanationSchema = z.object({ reason: z.string(), by: z.string(), at: instantSchema });

const signatureSchema = z.object({
  closeNo: z.int().positive(),
  by: z.string(),
  at: instantSchema,
  hash: z.string(),
});

/** The books of a day: as they are, or as they were signed. Amounts are whole đồng. */
export const dayStatusSchema = z.object({
  day: businessDaySchema,
  sides: sidesSchema,
  accounts: z.array(accountSchema),
  differences: z.array(
    z.object({
      kind: z.enum(DAY_DIFFERENCES),
      subject: z.string(),
      amount: z.int(),
      explanation: explanationSchema.nullable(),
    }),
  ),
  signature: signatureSchema.nullable(),
  isLocked: z.boolean(),
});

/** A difference as a person reads it. */
export const deskDifferenceSchema = z.object({
  subject: z.string(),
  amount: z.int(),
  explanation: explanationSchema.nullable(),
  /** What the bank, the bill, the drawer says of it; may name a payer. */
  about: z.string(),
  at: instantSchema.nullable(),
  /** Where it is looked at. */
  paymentId: z.uuid().nullable(),
  billId: z.uuid().nullable(),
});
export type DeskDifference = z.infer<typeof deskDifferenceSchema>;

/** All differences of one kind, and the first of them: what is not explained comes first. */
export const deskDifferencesSchema = z.object({
  kind: z.enum(DAY_DIFFERENCES),
  number: count,
  amount: z.int(),
  unexplained: z.object({ number: count, amount: z.int() }),
  rows: z.array(deskDifferenceSchema),
});
export type DeskDifferences = z.infer<typeof deskDifferencesSchema>;

export const deskDaySchema = z.object({
  day: businessDaySchema,
  today: businessDaySchema,
  sides: sidesSchema,
  /** `name` is what people call the account or the drawer. */
  accounts: z.array(accountSchema.extend({ name: z.string() })),
  differences: z.array(deskDifferencesSchema),
  /** Without it the day can be signed. */
  unexplained: count,
  signature: signatureSchema.nullable(),
  /** The signed day with whose books these went; null while they are open. */
  lockedWith: businessDaySchema.nullable(),
});
export type DeskDay = z.infer<typeof deskDaySchema>;

/** Counts are payments; a method is `cash` or who told of the money. */
const cashlessRowSchema = z.object({
  day: businessDaySchema,
  /** Empty: not at a kiosk, and not of a visit there. */
  kiosk: z.string(),
  method: z.string(),
  isCashless: z.boolean(),
  number: count,
  amount: z.int(),
});
export type DeskCashlessRow = z.infer<typeof cashlessRowSchema>;

const takenSchema = z.object({ number: count, amount: z.int() });

export const cashlessSchema = z.object({
  rows: z.array(cashlessRowSchema),
  total: takenSchema,
  cashless: takenSchema,
  /** Percent with one digit; null where nothing was paid. */
  shareByNumber: z.number().nullable(),
  shareByAmount: z.number().nullable(),
});

const periodSchema = z.object({ from: businessDaySchema, to: businessDaySchema });
const formatSchema = z.enum(DESK_FILE_FORMATS);

/** The close of a day, and what is exported of it. */
export const deskDayMethods = defineContract({
  /** Days with money, the latest first. */
  days: {
    role: 'till',
    input: z.object({ limit: z.int().min(1).max(200) }),
    output: z.object({
      today: businessDaySchema,
      days: z.array(
        z.object({
          day: businessDaySchema,
          /** What bills were paid with. */
          bills: z.int(),
          signature: signatureSchema.nullable(),
          lockedWith: businessDaySchema.nullable(),
        }),
      ),
    }),
  },
  day: {
    role: 'till',
    /** `limit`: so many differences of each kind. */
    input: z.object({ day: businessDaySchema, limit: z.int().min(1).max(500) }),
    output: deskDaySchema,
  },
  /** Only for the amount that it differs by now. The same id again is the same word. */
  explainDifference: {
    role: 'till',
    input: z.object({
      explanationId: z.uuid(),
      day: businessDaySchema,
      kind: z.enum(DAY_DIFFERENCES),
      subject: z.string().min(1).max(80),
      amount: z.int(),
      reason: reasonSchema,
    }),
    output: z.object({ unexplained: count }),
  },
  /** One word for all of a kind that nobody has explained: as many and as much as was shown. */
  explainDifferences: {
    role: 'till',
    input: z.object({
      day: businessDaySchema,
      kind: z.enum(DAY_DIFFERENCES),
      number: z.int().positive(),
      amount: z.int(),
      reason: reasonSchema,
    }),
    output: z.object({ unexplained: count }),
  },
  /** Nothing is booked into the day any more, nor before it. */
  signDay: {
    role: 'supervision',
    input: z.object({ day: businessDaySchema }),
    output: z.object({ signature: signatureSchema }),
  },
  dayFile: {
    role: 'till',
    input: z.object({ day: businessDaySchema, format: formatSchema }),
    output: deskFileSchema,
  },
  paymentsFile: {
    role: 'till',
    input: periodSchema.extend({ format: z.enum(['xlsx', 'csv']) }),
    output: deskFileSchema,
  },
  cashless: { role: 'till', input: periodSchema, output: cashlessSchema },
  cashlessFile: {
    role: 'till',
    input: periodSchema.extend({ format: formatSchema }),
    output: deskFileSchema,
  },
});
