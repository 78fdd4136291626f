import { z } from 'zod';

/** Trouble the simulated HIS can make on purpose. Absent members make none. */
export const faultsSchema = z.strictObject({
  /** Connections are cut before anything happens. */
  away: z.boolean().default(false),
  /** Milliseconds before every answer. */
  delayMs: z.int().min(0).max(120_000).default(0),
  /** The next so many requests are answered with this status and do nothing. */
  answer: z
    .strictObject({
      status: z.int().min(300).max(599),
      times: z.int().positive().default(1),
      retryAfterSeconds: z.int().nonnegative().optional(),
      /** Only requests to the service base (bundles), not reads and searches. */
      bundlesOnly: z.boolean().default(false),
    })
    .optional(),
  /** The next so many bundles are carried out, and the connection is cut before the answer. */
  dropAnswers: z.int().nonnegative().default(0),
});
export type Faults = z.infer<typeof faultsSchema>;

export const NO_FAULTS: Faults = faultsSchema.parse({});

type FaultDecision =
  | { readonly kind: 'none' | 'cut' | 'cut-after' }
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfterSeconds?: number };

/** Holds the switches and counts down those that apply a number of times. */
export interface FaultSwitches {
  current(): Faults;
  set(faults: Faults): void;
  /** What to do with the next request. */
  decide(request: { readonly isBundle: boolean }): FaultDecision;
}

export const createFaultSwitches = (): FaultSwitches => {
  let faults = NO_FAULTS;
  return {
    current: () => faults,
    set(next) {
      faults = next;
    },
    decide({ isBundle }) {
      if (faults.away) return { kind: 'cut' };
      const { answer, ...rest } = faults;
      if (answer !== undefined && (isBundle || !answer.bundlesOnly)) {
        const times = answer.times - 1;
        faults = times > 0 ? { ...rest, answer: { ...answer, times } } : rest;
        const { status, retryAfterSeconds } = answer;
        return {
          kind: 'answer',
          status,
          ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
        };
      }
      if (isBundle && faults.dropAnswers > 0) {
        faults = { ...faults, dropAnswers: faults.dropAnswers - 1 };
        return { kind: 'cut-after' };
      }
      return { kind: 'none' };
    },
  };
};
