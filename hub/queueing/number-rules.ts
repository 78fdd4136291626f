import { z } from 'zod';
import { numberClassSchema } from '../../core/contract/catalogue.ts';
import { numberSourceSchema } from '../../core/contract/scheduling.ts';

/** At most so many numbers of a kind: the kind is narrowed by what is named. */
const numberQuotaSchema = z.strictObject({
  /** Counted through the day, in each half of it, or in one half only. */
  per: z.enum(['day', 'session', 'morning', 'afternoon']).default('day'),
  source: numberSourceSchema.optional(),
  numberClass: numberClassSchema.optional(),
  most: z.int().nonnegative(),
});
export type NumberQuota = z.output<typeof numberQuotaSchema>;

/** How a service point counts its numbers. */
export const numberRulesSchema = z.strictObject({
  reset: z.enum(['daily', 'noon']).default('daily'),
  quotas: z.array(numberQuotaSchema).max(20).default([]),
  /** Part of each quota that may lie with kiosks for the time the hub is away. */
  leasedShare: z.number().min(0).max(1).default(0.25),
  /** How many days ahead an online booking gets its number. */
  onlineDaysAhead: z.int().min(0).max(365).default(30),
});
export type NumberRules = z.output<typeof numberRulesSchema>;

export const PLAIN_RULES: NumberRules = numberRulesSchema.parse({});
