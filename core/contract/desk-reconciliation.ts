import { z } from 'zod';
import { MATCH_CLUE_NAMES, MATCH_RULE_NAMES } from '../reconciliation/match-rule.ts';
import { REFUND_RULE_NAMES } from '../reconciliation/refund-matching.ts';
import { defineContract } from './contract.ts';
import { deskBillSchema, deskPaymentSchema, deskRefundSchema } from './desk-money.ts';
import { businessDaySchema, dongSchema, instantSchema } from './primitives.ts';

const movedSchema = z.int().positive();

const allocationSchema = z.object({
  paymentId: z.uuid(),
  billId: z.uuid(),
  amount: movedSchema,
});

/** What one match moves: money to a bill, or a line of money that went to what it was for. */
export const deskMatchPartSchema = z.union([
  z.strictObject(allocationSchema.shape),
  /** The line is this refund. */
  z.strictObject({ lineId: z.uuid(), refundId: z.uuid(), amount: movedSchema }),
  /** The bank took it for itself. */
  z.strictObject({ lineId: z.uuid(), amount: movedSchema }),
]);

export type DeskMatchPart = z.infer<typeof deskMatchPartSchema>;

/** A line of money that went. `narrative` is the bank's and may name somebody. */
export const deskDebitSchema = z.object({
  lineId: z.uuid(),
  day: businessDaySchema,
  account: z.string(),
  amount: movedSchema,
  narrative: z.string(),
});
export type DeskDebit = z.infer<typeof deskDebitSchema>;

/** Everything that the parts of some matches name, each once. */
export const deskMatchSubjectsSchema = z.object({
  payments: z.array(deskPaymentSchema),
  bills: z.array(deskBillSchema),
  debits: z.array(deskDebitSchema),
  refunds: z.array(deskRefundSchema),
});
export type DeskMatchSubjects = z.infer<typeof deskMatchSubjectsSchema>;

const scoreSchema = z.int().min(1).max(99);

/** A person matches no more at once than they can look through. */
export const MOST_MATCH_PARTS = 20;

const matchSchema = z.object({
  matchId: z.uuid(),
  rule: z.enum([...MATCH_RULE_NAMES, ...REFUND_RULE_NAMES, 'by-hand']),
  score: scoreSchema.optional(),
  parts: z.array(deskMatchPartSchema).min(1).max(MOST_MATCH_PARTS),
});
export type DeskMatchRule = z.infer<typeof matchSchema>['rule'];

/** Matching of what is open: rules propose, a person decides, and may take it back. */
export const deskReconciliationMethods = defineContract({
  /** The best first. */
  proposals: {
    role: 'till',
    input: z.object({ limit: z.int().min(1).max(500) }),
    output: z.object({
      matches: z.array(
        z.object({
          rule: z.enum(MATCH_RULE_NAMES),
          score: scoreSchema,
          clues: z.array(z.enum(MATCH_CLUE_NAMES)),
          allocations: z.array(allocationSchema),
        }),
      ),
      refunds: z.array(
        z.object({
          rule: z.enum(REFUND_RULE_NAMES),
          score: scoreSchema,
          othersFitAsWell: z.boolean(),
          lineId: z.uuid(),
          refundId: z.uuid(),
          amount: movedSchema,
        }),
      ),
      /** All of them, also what is over the limit. */
      number: z.int().nonnegative(),
      subjects: deskMatchSubjectsSchema,
    }),
  },
  /** Money that went and nobody has explained, the oldest first, in pages. */
  openDebits: {
    role: 'till',
    input: z.object({
      /** The last of the page before. */
      after: z.object({ day: businessDaySchema, lineId: z.uuid() }).optional(),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({
      debits: z.array(deskDebitSchema),
      /** Approved refunds over one of these amounts. */
      refunds: z.array(deskRefundSchema),
      /** All lines, also those of other pages, and what they make. */
      number: z.int().nonnegative(),
      total: dongSchema,
    }),
  },
  /** The same id again is the same match. */
  acceptMatch: { role: 'till', input: matchSchema, output: z.object({ matchId: z.uuid() }) },
  undoMatch: {
    role: 'supervision',
    input: z.object({ matchId: z.uuid() }),
    output: z.object({ matchId: z.uuid() }),
  },
  /** What people have matched, the latest first, in pages. */
  matches: {
    role: 'till',
    input: z.object({
      /** The last of the page before. */
      before: z.object({ acceptedAt: instantSchema, matchId: z.uuid() }).optional(),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({
      matches: z.array(
        z.object({
          matchId: z.uuid(),
          rule: z.string(),
          score: scoreSchema.optional(),
          parts: z.array(deskMatchPartSchema),
          acceptedAt: instantSchema,
          acceptedBy: z.string(),
          undoneAt: instantSchema.optional(),
          undoneBy: z.string().optional(),
        }),
      ),
      subjects: deskMatchSubjectsSchema,
    }),
  },
});
