import { z } from 'zod';

/** Trouble the simulated HIS can make on purpose. Absent members make none. */
export const medipayFaultsSchema = z.strictObject({
  /** Connections are cut before anything happens. */
  away: z.boolean().default(false),
  /** Milliseconds before every answer. */
  delayMs: z.int().min(0).max(120_000).default(0),
  /** The next so many registrations or payments are answered with this code and not stored. */
  answer: z
    .strictObject({ code: z.string().min(1).max(10), times: z.int().positive().default(1) })
    .optional(),
  /** The same with an HTTP status and a page instead of an answer; any request. */
  status: z
    .strictObject({
      status: z.int().min(300).max(599),
      times: z.int().positive().default(1),
      retryAfterSeconds: z.int().nonnegative().optional(),
    })
    .optional(),
  /** The next so many of them are stored, and the connection is cut before the answer. */
  dropAnswers: z.int().nonnegative().default(0),
  /** The next so many of them are stored and answered with 999 all the same. */
  failAfterStoring: z.int().nonnegative().default(0),
  /** It cannot be asked for registrations. */
  noRegistrations: z.boolean().default(false),
});
export type MedipayFaults = z.infer<typeof medipayFaultsSchema>;

export const NO_MEDIPAY_FAULTS: MedipayFaults = medipayFaultsSchema.parse({});

export type MedipayFaultDecision =
  | { readonly kind: 'none' | 'cut' | 'cut-after' | 'fail-after' }
  | { readonly kind: 'answer'; readonly code: string }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number };

const less = <T extends { readonly times: number }>(fault: T): T | undefined =>
  fault.times > 1 ? { ...fault, times: fault.times - 1 } : undefined;

/** Holds the switches and counts down those that apply a number of times. */
export const createMedipayFaultSwitches = () => {
  let faults = NO_MEDIPAY_FAULTS;
  return {
    current: (): MedipayFaults => faults,
    set(next: Partial<MedipayFaults>): void {
      faults = { ...NO_MEDIPAY_FAULTS, ...next };
    },
    /** What to do with the next request. */
    decide(isPost: boolean): MedipayFaultDecision {
      if (faults.away) return { kind: 'cut' };
      const { status, answer, ...rest } = faults;
      if (status !== undefined) {
        const left = less(status);
        faults = { ...faults, status: left };
        const { retryAfterSeconds } = status;
        return {
          kind: 'status',
          status: status.status,
          ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
        };
      }
      if (!isPost) return { kind: 'none' };
      if (answer !== undefined) {
        faults = { ...rest, answer: less(answer) };
        return { kind: 'answer', code: answer.code };
      }
      if (faults.dropAnswers > 0) {
        faults = { ...faults, dropAnswers: faults.dropAnswers - 1 };
        return { kind: 'cut-after' };
      }
      if (faults.failAfterStoring > 0) {
        faults = { ...faults, failAfterStoring: faults.failAfterStoring - 1 };
        return { kind: 'fail-after' };
      }
      return { kind: 'none' };
    },
  };
};
