import { z } from 'zod';

const timesSchema = z.int().nonnegative().default(0);

/** Trouble the simulated HIS can make on purpose; counts are of messages, queries not among them. */
export const hl7FaultsSchema = z.strictObject({
  /** Connections are cut before anything happens. */
  away: z.boolean().default(false),
  /** Milliseconds before every answer. */
  delayMs: z.int().min(0).max(120_000).default(0),
  /** Received and not processed; no answer. */
  ignore: timesSchema,
  /** Processed; no answer, and the connection stays. */
  noAnswer: timesSchema,
  /** Processed; the connection is cut before the answer. */
  cutBeforeAnswer: timesSchema,
  /** Processed; the answer is cut in the middle. */
  cutInside: timesSchema,
  /** Processed; only an answer to some other message comes (another MSA-2). */
  foreignAnswer: timesSchema,
  /** Processed; the answer comes twice. */
  answerTwice: timesSchema,
  /** Not processed; answered with this. */
  answer: z
    .strictObject({
      code: z.enum(['AE', 'AR', 'CE', 'CR']),
      /** HL7 table 0357. */
      condition: z.string().optional(),
      times: z.int().positive().default(1),
    })
    .optional(),
  /** Enhanced mode: stored (CA), and no application answer follows. */
  acceptOnly: timesSchema,
  /** Enhanced mode: the application's answer comes on a connection of the HIS's own. */
  deferred: z.boolean().default(false),
  /** Control ids are not remembered: a repeat is seen by the visit number only. */
  forgetful: z.boolean().default(false),
  /** Nor are visit numbers: whatever comes twice is a second visit. */
  blind: z.boolean().default(false),
  /** Every answer carries segments nobody else knows. */
  foreignSegments: z.boolean().default(false),
});
export type Hl7Faults = z.infer<typeof hl7FaultsSchema>;

export const NO_HL7_FAULTS: Hl7Faults = hl7FaultsSchema.parse({});

/** Kinds of trouble that are counted down, the first that is set comes first. */
const COUNTED = [
  'ignore',
  'noAnswer',
  'cutBeforeAnswer',
  'cutInside',
  'foreignAnswer',
  'answerTwice',
  'acceptOnly',
] as const;
type CountedFault = (typeof COUNTED)[number];

export type Hl7FaultDecision =
  | { readonly kind: 'none' | 'away' | CountedFault }
  | { readonly kind: 'answer'; readonly answer: NonNullable<Hl7Faults['answer']> };

export const createHl7FaultSwitches = () => {
  let faults = NO_HL7_FAULTS;
  return {
    current: (): Hl7Faults => faults,
    set(next: Partial<Hl7Faults>): void {
      faults = { ...NO_HL7_FAULTS, ...next };
    },
    /** What to do with the next message. */
    decide(isQuery: boolean): Hl7FaultDecision {
      if (faults.away) return { kind: 'away' };
      if (isQuery) return { kind: 'none' };
      const { answer, ...rest } = faults;
      if (answer !== undefined) {
        const times = answer.times - 1;
        faults = times > 0 ? { ...rest, answer: { ...answer, times } } : rest;
        return { kind: 'answer', answer };
      }
      const kind = COUNTED.find(one => faults[one] > 0);
      if (kind === undefined) return { kind: 'none' };
      faults = { ...faults, [kind]: faults[kind] - 1 };
      return { kind };
    },
  };
};
