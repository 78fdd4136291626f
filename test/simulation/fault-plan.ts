import type { Choice } from './seeded-choice.ts';

/** What may go wrong, each a thing of its own that a seed has or has not. */
export const FAULT_KINDS = [
  'kiosk dies',
  'hub dies',
  'kiosk cut off',
  'kiosk network foul',
  'HIS cut off',
  'HIS network foul',
  'HIS down',
  'HIS busy',
  'database away',
  'database shaky',
  'hub disk full',
  'kiosk disk full',
  'kiosk clock jumps',
  'hub clock jumps',
  'hub suspended',
  'kiosk suspended',
  'kiosk not let in',
  'portal cut off',
  'portal network foul',
  'portal down',
  'portal astray',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds since the world's start. */
  readonly at: number;
  readonly forMs: number;
  /** Which of the kiosks or hubs. */
  readonly which: number;
  /** Points until a process dies, or milliseconds a clock jumps. */
  readonly size: number;
}

export interface FaultPlan {
  readonly faults: readonly Fault[];
  /** From here on nothing goes wrong any more. */
  readonly healsAt: number;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** Of clocks: a little, a time zone, days ahead or back. */
const JUMPS = [2 * SECOND, -2 * SECOND, 40 * SECOND, -HOUR, 7 * HOUR, 30 * HOUR, -30 * HOUR];

/** Calm until the kiosks hold numbers; a few seeds have trouble from the first moment. */
const CALM_MS = 4 * SECOND;
const TROUBLE_MS = 70 * SECOND;

/** A death is over in a moment, and the one thing every guarantee has to stand. */
const drawn = (kinds: readonly FaultKind[], choice: Choice): FaultKind => {
  const deaths = kinds.filter(kind => kind.endsWith('dies'));
  return choice.pick(deaths.length > 0 && choice.chance(0.4) ? deaths : kinds);
};

const sizeOf = (kind: FaultKind, choice: Choice): number => {
  if (kind.endsWith('dies')) return choice.between(1, 60);
  if (kind.endsWith('jumps')) return choice.pick(JUMPS);
  return 0;
};

const lengthOf = (kind: FaultKind, choice: Choice): number =>
  kind.endsWith('suspended')
    ? choice.pick([3, 8, 45]) * SECOND
    : 500 + choice.waitAround(9 * SECOND, 45 * SECOND);

/**
 * Which faults a seed has: some kinds only, so that each is met alone and in many companies
 * (swarm testing: Groce et al., ISSTA 2012).
 */
export const faultPlanOf = (choice: Choice): FaultPlan => {
  const kinds = FAULT_KINDS.filter(() => choice.chance(0.35));
  const from = choice.chance(0.15) ? 0 : CALM_MS;
  const faults =
    kinds.length === 0
      ? []
      : Array.from({ length: choice.between(3, 16) }, (): Fault => {
          const kind = drawn(kinds, choice);
          return {
            kind,
            at: from + choice.between(0, TROUBLE_MS),
            forMs: lengthOf(kind, choice),
            which: choice.between(0, 5),
            size: sizeOf(kind, choice),
          };
        }).sort((a, b) => a.at - b.at);
  return { faults, healsAt: from + TROUBLE_MS + choice.between(0, 20) * SECOND };
};
