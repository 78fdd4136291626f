import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { mutated } from './byte-mutations.ts';
import { createFuzzer, type FuzzTarget } from './fuzzer.ts';
import { parserTargets } from './parser-targets.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** Another seed every day finds more; this one makes every run of the tests the same. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 9303);
/** A third to half a minute; `npm run bench -- card-fuzz` runs a million and more. */
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 600_000);
/** A parser that hangs is stopped and named. */
const TIME_LIMIT_MS = 300_000;
/** A whole file is read in well under a millisecond; a busy machine may pause for longer. */
const SLOWEST_MS = 3_000;

describe('the parsers of chip and trust files', () => {
  it(`answer or fail with a code, quickly, whatever they read (seed ${SEED})`, () => {
    const fuzzer = createFuzzer(parserTargets(), { seed: SEED, now: () => performance.now() });
    try {
      runInNewContext('run()', { run: () => fuzzer.run(INPUTS) }, { timeout: TIME_LIMIT_MS });
    } catch (cause) {
      throw new Error(`seed ${SEED}: ${JSON.stringify(fuzzer.current())}`, { cause });
    }
    expect(fuzzer.failures, `seed ${SEED}`).toEqual([]);
    for (const { target, inputs, slowestMs } of fuzzer.counts) {
      expect(inputs, target).toBeGreaterThan(0);
      expect(slowestMs, target).toBeLessThan(SLOWEST_MS);
    }
  }, 360_000);

  it('read the files they are fuzzed with, before anything is damaged', () => {
    for (const { name, files, parse } of parserTargets()) {
      expect(files.length, name).toBeGreaterThan(0);
      for (const file of files) {
        const read = parse(file);
        expect(read, name).toBeDefined();
        expect(read, name).not.toEqual([]);
      }
    }
  });
});

describe('the fuzzer', () => {
  const files = [Uint8Array.of(0x30, 3, 2, 1, 5)];
  const target = (parse: FuzzTarget['parse']): FuzzTarget => ({
    name: 'example',
    files,
    parse,
    weight: 1,
  });
  const run = (parse: FuzzTarget['parse']) => {
    const fuzzer = createFuzzer([target(parse)], { seed: 1, now: () => 0 });
    fuzzer.run(500);
    return fuzzer;
  };

  it('catches a parser that throws on some input, and says on which', () => {
    const { failures } = run(bytes => {
      if (bytes.length > 0 && bytes[0] !== 0x30) throw new TypeError('as a bug would');
    });
    expect(failures[0]).toMatchObject({ target: 'example', thrown: 'TypeError: as a bug would' });
    expect(failures[0]?.input).toMatch(/^(?!30)../);
  });

  it('gives the same inputs for the same seed, and others for another', () => {
    const inputs = (seed: number): readonly string[] => {
      const numbers = seededNumbers(seed);
      return Array.from({ length: 50 }, () => String(mutated(files, numbers)));
    };
    expect(inputs(5)).toEqual(inputs(5));
    expect(inputs(5)).not.toEqual(inputs(6));
  });
});
