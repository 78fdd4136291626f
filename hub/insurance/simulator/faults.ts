import { z } from 'zod';

const times = z.int().positive().default(1);

/** Trouble the simulated portal can make on purpose. Absent members make none. */
export const portalFaultsSchema = z.strictObject({
  /** Connections are cut before anything happens. */
  away: z.boolean().default(false),
  /** Milliseconds before every answer. */
  delayMs: z.int().min(0).max(120_000).default(0),
  /** The next so many requests are answered with this HTTP status. */
  status: z.strictObject({ status: z.int().min(300).max(599), times }).optional(),
  /** The next so many look-ups are answered with this code and nothing else. */
  result: z.strictObject({ code: z.string().min(1).max(10), times }).optional(),
  /** The next so many tokens shown are not taken. */
  refuseTokens: z.int().nonnegative().default(0),
  /** The next so many answers break off in the middle. */
  halfAnswers: z.int().nonnegative().default(0),
  /** The next so many answers have a code and no card. */
  emptyAnswers: z.int().nonnegative().default(0),
  /** Dates that cannot be, in every answer. */
  wrongDates: z.boolean().default(false),
  /** Seconds a token lives; negative: it has ended before it began. */
  tokenSeconds: z.int().min(-86_400).max(86_400).default(1_200),
});
export type PortalFaults = z.infer<typeof portalFaultsSchema>;

const NO_FAULTS: PortalFaults = portalFaultsSchema.parse({});

type Counted = 'refuseTokens' | 'halfAnswers' | 'emptyAnswers';

/** Holds the switches and counts down those that apply a number of times. */
export interface PortalFaultSwitches {
  current(): PortalFaults;
  set(faults: Partial<PortalFaults>): void;
  /** True where this trouble is to be made now. */
  spend(name: Counted): boolean;
  /** The HTTP status, or the result code, to answer with now. */
  spendStatus(): number | undefined;
  spendResult(): string | undefined;
}

export const createPortalFaults = (): PortalFaultSwitches => {
  let faults = NO_FAULTS;
  return {
    current: () => faults,
    set(next) {
      faults = { ...NO_FAULTS, ...next };
    },
    spend(name) {
      if (faults[name] === 0) return false;
      faults = { ...faults, [name]: faults[name] - 1 };
      return true;
    },
    spendStatus() {
      const { status, ...rest } = faults;
      if (status === undefined) return undefined;
      const left = status.times - 1;
      faults = left > 0 ? { ...rest, status: { ...status, times: left } } : rest;
      return status.status;
    },
    spendResult() {
      const { result, ...rest } = faults;
      if (result === undefined) return undefined;
      const left = result.times - 1;
      faults = left > 0 ? { ...rest, result: { ...result, times: left } } : rest;
      return result.code;
    },
  };
};
