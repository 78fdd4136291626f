import fc from 'fast-check';
import { type Trouble } from './troubled-hub.ts';

/** What may happen, and how often of all that happens. */
const WEIGHTS = {
  raise: 10,
  cancel: 2,
  show: 9,
  end: 3,
  receive: 12,
  'receive-again': 4,
  'bring-statement': 8,
  allocate: 4,
  reverse: 3,
  accept: 6,
  undo: 4,
  'ask-refund': 4,
  'decide-refund': 4,
  'pay-refund': 4,
  'open-shift': 3,
  'take-cash': 5,
  'read-shift': 1,
  'close-shift': 2,
  'his-has-it': 1,
  'time-passes': 3,
  'explain-some': 1,
  'sign-day': 2,
} as const;

export type MoneyEventKind = keyof typeof WEIGHTS;

/** One random event; the numbers choose among what there is. */
export interface MoneyEvent {
  readonly kind: MoneyEventKind;
  readonly which: number;
  readonly other: number;
  /** Whole đồng. */
  readonly amount: number;
}

export interface MoneyCommand {
  readonly event: MoneyEvent;
  /** Which of the two hubs is asked. */
  readonly isSecondHub: boolean;
  readonly trouble: Trouble;
}

const kinds = fc.oneof(
  ...Object.entries(WEIGHTS).map(([kind, weight]) => ({
    weight,
    arbitrary: fc.constant(kind as MoneyEventKind),
  })),
);

/** A transaction has up to about twenty statements; the commit and the lost answer come after them. */
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'none' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cut' as const),
      moment: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(1000)),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'twice' } as const) },
);

const command: fc.Arbitrary<MoneyCommand> = fc.record({
  event: fc.record({
    kind: kinds,
    which: fc.nat(10_000),
    other: fc.nat(10_000),
    amount: fc.integer({ min: 1, max: 900_000 }),
  }),
  isSecondHub: fc.boolean(),
  trouble,
});

/** Some days of a hospital's money. */
export const moneyCommands = (length: number): fc.Arbitrary<readonly MoneyCommand[]> =>
  fc.array(command, { minLength: length, maxLength: length, size: 'max' });

/** The same days for the same seed. */
export const moneyCommandsOf = (seed: number, length: number): readonly MoneyCommand[] =>
  fc.sample(moneyCommands(length), { seed, numRuns: 1 })[0] ?? [];
