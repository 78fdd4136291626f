import { FaultError } from '../../core/contract/errors.ts';
import { mutated } from './byte-mutations.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** Something that reads bytes, and files it should be able to read. */
export interface FuzzTarget {
  readonly name: string;
  /** Whole files; every input is one of them, damaged. */
  readonly files: readonly Uint8Array[];
  /** May answer anything or throw a FaultError: the two things a parser may do. */
  readonly parse: (bytes: Uint8Array) => unknown;
  /** How many inputs it gets for each one of a target of weight 1. */
  readonly weight: number;
}

export interface FuzzFailure {
  readonly target: string;
  /** The input, hex: synthetic, so it may be shown. */
  readonly input: string;
  readonly thrown: string;
}

export interface FuzzCount {
  readonly target: string;
  inputs: number;
  slowestMs: number;
  totalMs: number;
}

export interface Fuzzer {
  /** Runs that many inputs; the same numbers and seed give the same inputs. */
  readonly run: (inputs: number) => void;
  readonly counts: readonly FuzzCount[];
  readonly failures: readonly FuzzFailure[];
  /** What is being read now: where a run does not come back, this is why. */
  readonly current: () => FuzzFailure | undefined;
}

const MOST_FAILURES = 10;

/**
 * Feeds damaged files to parsers.
 * @param now milliseconds of a clock that only goes forward.
 */
export const createFuzzer = (
  targets: readonly FuzzTarget[],
  { seed, now }: { readonly seed: number; readonly now: () => number },
): Fuzzer => {
  const numbers = seededNumbers(seed);
  const counts = targets.map(({ name }) => ({ target: name, inputs: 0, slowestMs: 0, totalMs: 0 }));
  const failures: FuzzFailure[] = [];
  const everything = targets.flatMap(({ files }) => files);
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  let reading: { readonly target: FuzzTarget; readonly input: Uint8Array } | undefined;

  const chosen = (): number => {
    let rest = numbers.below(Math.ceil(total * 1000)) / 1000;
    const index = targets.findIndex(({ weight }) => (rest -= weight) < 0);
    return Math.max(0, index);
  };

  const runOne = (): void => {
    const index = chosen();
    const [target, count] = [targets[index], counts[index]];
    if (target === undefined || count === undefined) return;
    const input = mutated(target.files, numbers, everything);
    reading = { target, input };
    const startedAt = now();
    try {
      target.parse(input);
    } catch (thrown) {
      if (!(thrown instanceof FaultError) && failures.length < MOST_FAILURES) {
        failures.push(failureOf(target, input, thrown));
      }
    }
    const took = now() - startedAt;
    count.inputs += 1;
    count.totalMs += took;
    count.slowestMs = Math.max(count.slowestMs, took);
    reading = undefined;
  };

  return {
    run: inputs => {
      for (let done = 0; done < inputs; done += 1) runOne();
    },
    counts,
    failures,
    current: () => reading && failureOf(reading.target, reading.input, 'not finished'),
  };
};

const failureOf = (target: FuzzTarget, input: Uint8Array, thrown: unknown): FuzzFailure => ({
  target: target.name,
  input: Buffer.from(input).toString('hex'),
  thrown: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
});
