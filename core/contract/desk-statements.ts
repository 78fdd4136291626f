import { z } from 'zod';
import { BANK_PROFILE_IDS } from '../statement/bank-profiles.ts';
import { LINE_REFUSALS, STATEMENT_REFUSALS } from '../statement/statement.ts';
import { defineContract } from './contract.ts';
import { instantSchema } from './primitives.ts';

const count = z.int().nonnegative();

export const importReportSchema = z.object({
  account: z.string(),
  lines: count,
  /** Lines that no earlier file had shown; of these the four below. */
  fresh: count,
  announced: count,
  settled: count,
  waiting: count,
  outgoing: count,
  refused: z.array(z.object({ at: z.int().positive(), why: z.enum(LINE_REFUSALS) })).readonly(),
  /** What opening, lines and closing leave unexplained; null where the file does not say both. */
  unexplained: z.int().nullable(),
});

/** Why a file as a whole is not taken. */
const FILE_REFUSALS = [
  ...STATEMENT_REFUSALS,
  'other-account',
  'account-missing',
  'failed',
] as const;

/** Some 100,000 lines; a month of the busiest hospital has fewer. */
export const LONGEST_STATEMENT = 20 * 1_048_576;

/** Statements of the hospital's bank accounts. */
export const deskStatementMethods = defineContract({
  /** Begins to bring a file in, or only to try; `statementProgress` says how far it is. */
  startStatement: {
    role: 'till',
    input: z.object({
      content: z.base64().max(Math.ceil(LONGEST_STATEMENT / 3) * 4),
      bank: z.enum(BANK_PROFILE_IDS),
      account: z
        .string()
        .regex(/^\d{4,19}$/)
        .optional(),
      isTrial: z.boolean(),
    }),
    output: z.object({ importId: z.uuid() }),
  },
  statementProgress: {
    role: 'till',
    input: z.object({ importId: z.uuid() }),
    output: z.discriminatedUnion('state', [
      z.object({ state: z.literal('working'), done: count, of: count }),
      z.object({ state: z.literal('done'), report: importReportSchema }),
      z.object({ state: z.literal('refused'), why: z.enum(FILE_REFUSALS) }),
    ]),
  },
  /** Newest first. */
  statements: {
    role: 'till',
    input: z.object({ limit: z.int().min(1).max(100) }),
    output: z.object({
      statements: z.array(
        z.object({
          statementId: z.uuid(),
          account: z.string(),
          bank: z.string(),
          importedAt: instantSchema,
          importedBy: z.string(),
          /** Lines that this file was the first to show. */
          lines: count,
          isComplete: z.boolean(),
        }),
      ),
    }),
  },
});
