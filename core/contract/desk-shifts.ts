import { z } from 'zod';
import { cashCountSchema } from '../cash/cash-count.ts';
import { defineContract } from './contract.ts';
import { DESK_FILE_FORMATS, deskFileSchema } from './desk-file.ts';
import { businessDaySchema, dongSchema, instantSchema } from './primitives.ts';

const numberSchema = z.int().positive();
const count = z.int().nonnegative();
const reasonSchema = z.string().trim().min(3).max(300);

/** People are called as their colleagues know them. */
export const deskShiftSchema = z.object({
  shiftId: z.uuid(),
  shiftNo: numberSchema,
  drawer: z.string(),
  cashier: z.string(),
  /** Of whoever asks. */
  isOwn: z.boolean(),
  day: businessDaySchema,
  openedAt: instantSchema,
  countedOpen: cashCountSchema,
  closedAt: instantSchema.nullable(),
  closedBy: z.string().nullable(),
  countedClose: cashCountSchema.nullable(),
  difference: z.int().nullable(),
  reason: z.string().nullable(),
});
export type DeskShift = z.infer<typeof deskShiftSchema>;

const takenSchema = z.object({ number: count, amount: z.int() });

export const deskShiftReportSchema = z.object({
  kind: z.enum(['X', 'Z']),
  reportNo: numberSchema,
  shiftId: z.uuid(),
  content: z.object({
    shiftNo: numberSchema,
    drawer: z.string(),
    cashier: z.string(),
    day: businessDaySchema,
    openedAt: instantSchema,
    madeAt: instantSchema,
    madeBy: z.string(),
    float: dongSchema,
    takings: takenSchema,
    refunds: takenSchema,
    receipts: z.object({ first: numberSchema, last: numberSchema }).nullable(),
    expected: z.int(),
    counted: cashCountSchema.optional(),
    countedAmount: dongSchema.optional(),
    difference: z.int().optional(),
    reason: z.string().optional(),
    journal: z.object({ entryNo: count, hash: z.string() }),
  }),
  previousHash: z.string(),
  hash: z.string(),
});
export type DeskShiftReport = z.infer<typeof deskShiftReportSchema>;

/** What a drawer should hold, and the receipts that say why. */
export const deskShiftCashSchema = z.object({
  float: dongSchema,
  takings: takenSchema,
  refunds: takenSchema,
  expected: z.int(),
  /** The newest first. */
  receipts: z.array(
    z.object({
      receiptNo: numberSchema,
      at: instantSchema,
      amount: dongSchema,
      billId: z.uuid(),
      /** Its number in the HIS, else the patient's ticket. */
      bill: z.string().nullable(),
    }),
  ),
});
export type DeskShiftCash = z.infer<typeof deskShiftCashSchema>;

/** Shifts with their drawers. */
export const deskShiftMethods = defineContract({
  /** The latest first. */
  shifts: {
    role: 'till',
    input: z.object({ limit: z.int().min(1).max(200) }),
    output: z.object({ shifts: z.array(deskShiftSchema) }),
  },
  shift: { role: 'till', input: z.object({ shiftId: z.uuid() }), output: deskShiftSchema },
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
    output: deskShiftSchema,
  },
  shiftCash: {
    role: 'till',
    input: z.object({ shiftId: z.uuid(), limit: z.int().min(1).max(500) }),
    output: deskShiftCashSchema,
  },
  /** Only into the own drawer. The same id again is the same receipt. */
  takeCash: {
    role: 'till',
    input: z.object({
      paymentId: z.uuid(),
      shiftId: z.uuid(),
      billId: z.uuid(),
      amount: numberSchema,
    }),
    output: z.object({ receiptNo: numberSchema }),
  },
  /** What the patient is handed. */
  cashReceiptFile: {
    role: 'till',
    input: z.object({ receiptNo: numberSchema }),
    output: deskFileSchema,
  },
  /** How a shift stands, as a numbered X report; it goes on. */
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
      /** What the drawer should hold as it was shown: a reason holds for that difference alone. */
      expected: z.int().optional(),
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
      reportNo: numberSchema,
      format: z.enum(DESK_FILE_FORMATS),
    }),
    output: deskFileSchema,
  },
});
