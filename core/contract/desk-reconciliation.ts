import { z } from 'zod';
import { MATCH_CLUE_NAMES, MATCH_RULE_NAMES } from '../reconciliation/match-rule.ts';
import { REFUND_RULE_NAMES } from '../reconciliation/refund-matching.ts';
import { defineContract } from './contract.ts';
import { businessDaySchema, instantSchema } from './primitives.ts';

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

const scoreSchema = z.int().min(1).max(99);

const matchSchema = z.object({
  matchId: z.uuid(),
  rule: z.enum([...MATCH_RULE_NAMES, ...REFUND_RULE_NAMES, 'by-hand']),
  score: scoreSchema.optional(),
  parts: z.array(deskMatchPartSchema).min(1).max(20),
});

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
    }),
  },
  /** Money that went and nobody has explained. */
  openDebits: {
    role: 'till',
    input: z.object({}),
    output: z.object({
      debits: z.array(
        z.object({
          lineId: z.uuid(),
          day: businessDaySchema,
          amount: movedSchema,
          narrative: z.string(),
        }),
      ),
    }),
  },
  /** The same id again is the same match. */
  acceptMatch: { role: 'till', input: matchSchema, output: z.object({ matchId: z.uuid() }) },
  undoMatch: {
    role: 'supervision',
    input: z.object({ matchId: z.uuid() }),
    output: z.object({ matchId: z.uuid() }),
  },
  /** What people have matched, the latest first. */
  matches: {
    role: 'till',
    input: z.object({ limit: z.int().min(1).max(200) }),
    output: z.object({
      matches: z.array(
        z.object({
          matchId: z.uuid(),
          rule: z.string(),
          score: scoreSchema.optional(),
          parts: z.array(deskMatchPartSchema),
          acceptedAt: instantSchema,
          undoneAt: instantSchema.optional(),
        }),
      ),
    }),
  },
});
