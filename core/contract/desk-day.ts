import { z } from 'zod';
import { DAY_DIFFERENCES } from '../billing/day-difference.ts';
import { cashCountSchema } from '../cash/cash-count.ts';
import { defineContract } from './contract.ts';
import { businessDaySchema, dongSchema, instantSchema } from './primitives.ts';

const movedSchema = z.int().positive();
const number = z.int().nonnegative();
const reasonSchema = z.string().trim().min(3).max(300);

const shiftSchema = z.object({
  shiftId: z.uuid(),
  shiftNo: movedSchema,
  drawer: z.string(),
  /** As the audit names people; never a name. */
  cashier: z.string(),
  day: businessDaySchema,
  openedAt: instantSchema,
  countedOpen: cashCountSchema,
  closedAt: instantSchema.nullable(),
  closedBy: z.string().nullable(),
  countedClose: cashCountSchema.nullable(),
  difference: z.int().nullable(),
  reason: z.string().nullable(),
});

const takenSchema = z.object({ number, amount: z.int() });

export const deskShiftReportSchema = z.object({
  kind: z.enum(['X', 'Z']),
  reportNo: movedSchema,
  shiftId: z.uuid(),
  content: z.object({
    shiftNo: movedSchema,
    drawer: z.string(),
    cashier: z.string(),
    day: businessDaySchema,
    openedAt: instantSchema,
    madeAt: instantSchema,
    madeBy: z.string(),
    float: dongSchema,
    takings: takenSchema,
    refunds: takenSchema,
    receipts: z.object({ first: movedSchema, last: movedSchema }).nullable(),
    expected: z.int(),
    counted: cashCountSchema.optional(),
    countedAmount: dongSchema.optional(),
    difference: z.int().optional(),
    reason: z.string().optional(),
    journal: z.object({ entryNo: number, hash: z.string() }),
  }),
  previousHash: z.string(),
  hash: z.string(),
});

/** The books of a day: as they are, or as they were signed. Amounts are whole đồng. */
export const dayStatusSchema = z.object({
  day: businessDaySchema,
  sides: z.object({
    bills: z.int(),
    bankIn: z.int(),
    bankOut: z.int(),
    cash: z.int(),
    hisHas: z.int(),
    hisLacks: z.int(),
  }),
  accounts: z.array(
    z.object({
      account: z.string(),
      opening: z.int(),
      debits: z.int(),
      credits: z.int(),
      closing: z.int(),
    }),
  ),
  differences: z.array(
    z.object({
      kind: z.enum(DAY_DIFFERENCES),
      subject: z.string(),
      amount: z.int(),
      explanation: z.object({ reason: z.string(), by: z.string(), at: instantSchema }).nullable(),
    }),
  ),
  signature: z
    .object({ closeNo: movedSchema, by: z.string(), at: instantSchema, hash: z.string() })
    .nullable(),
  isLocked: z.boolean(),
});

/** Counts are payments; a method is `cash` or who told of the money. */
export const cashlessSchema = z.object({
  rows: z.array(
    z.object({
      day: businessDaySchema,
      /** Empty: not of a visit at a kiosk. */
      kiosk: z.string(),
      method: z.string(),
      isCashless: z.boolean(),
      number,
      amount: z.int(),
    }),
  ),
  total: takenSchema,
  cashless: takenSchema,
  /** Percent with one digit; null where nothing was paid. */
  shareByNumber: z.number().nullable(),
  shareByAmount: z.number().nullable(),
});

const periodSchema = z.object({ from: businessDaySchema, to: businessDaySchema });

/** A file as a browser saves it; `content` is base64. */
const fileSchema = z.object({ name: z.string(), mediaType: z.string(), content: z.string() });

/** Shifts with their drawers, the close of a day, and what is exported of both. */
export const deskDayMethods = defineContract({
  shifts: {
    role: 'till',
    input: z.object({ limit: z.int().min(1).max(200) }),
    output: z.object({ shifts: z.array(shiftSchema) }),
  },
  /** The same id again is the same shift. */
  openShift: {
    role: 'till',
    input: z.object({
      shiftId: z.uuid(),
      drawer: z
        .string()
        .trim()
        .regex(/^[\p{L}\p{N} ._-]{1,40}$/u),
      counted: cashCountSchema,
    }),
    output: shiftSchema,
  },
  /** Only into the own drawer. The same id again is the same receipt. */
  takeCash: {
    role: 'till',
    input: z.object({
      paymentId: z.uuid(),
      shiftId: z.uuid(),
      billId: z.uuid(),
      amount: movedSchema,
    }),
    output: z.object({ receiptNo: movedSchema }),
  },
  /** How a shift stands; it goes on. */
  readShift: {
    role: 'till',
    input: z.object({ shiftId: z.uuid() }),
    output: deskShiftReportSchema,
  },
  /** Its cashier, or a supervisor in their place. A difference needs a reason. */
  closeShift: {
    role: 'till',
    input: z.object({
      shiftId: z.uuid(),
      counted: cashCountSchema,
      reason: reasonSchema.optional(),
    }),
    output: deskShiftReportSchema,
  },
  shiftReports: {
    role: 'till',
    input: z.object({ shiftId: z.uuid().optional() }),
    output: z.object({ reports: z.array(deskShiftReportSchema) }),
  },
  shiftReportFile: {
    role: 'till',
    input: z.object({
      kind: z.enum(['X', 'Z']),
      reportNo: movedSchema,
      format: z.enum(['pdf', 'xlsx', 'csv']),
    }),
    output: fileSchema,
  },
  day: { role: 'till', input: z.object({ day: businessDaySchema }), output: dayStatusSchema },
  /** Only for the amount that it differs by now. */
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
    output: dayStatusSchema,
  },
  /** Nothing is booked into the day any more, nor before it. */
  signDay: {
    role: 'supervision',
    input: z.object({ day: businessDaySchema }),
    output: dayStatusSchema,
  },
  dayFile: {
    role: 'till',
    input: z.object({ day: businessDaySchema, format: z.enum(['pdf', 'xlsx', 'csv']) }),
    output: fileSchema,
  },
  paymentsFile: {
    role: 'till',
    input: periodSchema.extend({ format: z.enum(['xlsx', 'csv']) }),
    output: fileSchema,
  },
  cashless: { role: 'till', input: periodSchema, output: cashlessSchema },
  cashlessFile: {
    role: 'till',
    input: periodSchema.extend({ format: z.enum(['pdf', 'xlsx', 'csv']) }),
    output: fileSchema,
  },
});
