import { type Spread, spreadOf } from './statistics.ts';

export type Unit =
  | 'per second'
  | 'ms'
  | 'ratio'
  | 'commands'
  | 'inputs'
  | 'percent'
  | 'MB'
  | 'KB'
  | 'MB per 1000 visits';

/** One line of the table. */
export interface Figure extends Spread {
  readonly name: string;
  readonly unit: Unit;
  /** Ninety-five of a hundred values are no larger; for durations of single events. */
  readonly p95?: number;
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
}

/** What a measurement found; `notes` say what a reader must know about this run. */
export interface Findings {
  readonly figures: readonly Figure[];
  readonly notes?: readonly string[];
  /** Raw samples for whoever wants to look closer. */
  readonly samples?: Readonly<Record<string, readonly unknown[]>>;
}

export interface MeasurementOptions {
  /** Few and short rounds: shows that it works, not how fast it is. */
  readonly quick: boolean;
  /** Tells the person at the terminal what is going on. */
  readonly say: (line: string) => void;
}

export interface Measurement {
  readonly name: string;
  readonly title: string;
  measure(options: MeasurementOptions): Promise<Findings>;
}

type FigureExtras = Omit<Figure, 'name' | 'unit' | keyof Spread>;

export const figure = (
  name: string,
  unit: Unit,
  values: readonly number[],
  extras: FigureExtras = {},
): Figure => ({ name, unit, ...spreadOf(values), ...extras });

/** Undefined where no goal is set. */
export const reachesGoal = ({ median, goal }: Figure): boolean | undefined => {
  if (goal === undefined) return undefined;
  return 'atLeast' in goal ? median >= goal.atLeast : median <= goal.atMost;
};
