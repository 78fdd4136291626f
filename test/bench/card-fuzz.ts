import { runInNewContext } from 'node:vm';
import { keyCandidatesOf } from '../../core/identity/access-key-candidates.ts';
import { readScannedCode } from '../../core/identity/scanned-code.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';
import { citizenCardQrOf } from '../../core/identity/synthetic-payloads.ts';
import { createFuzzer, type Fuzzer, type FuzzTarget } from '../../native-bridges/fuzz/fuzzer.ts';
import { parserTargets } from '../../native-bridges/fuzz/parser-targets.ts';
import { codestreamSize, jpegSize } from '../../native-bridges/imaging/encoded-size.ts';
import { FACE_JP2, FACE_TILED_J2K } from '../../native-bridges/imaging/testing/jpeg2000-faces.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';

const INPUTS = 1_000_000;
const BATCH = 10_000;
/** A parser that does not come back is stopped after this. */
const BATCH_LIMIT_MS = 120_000;
/** One input, on a machine that does other things as well. */
const SLOWEST_MS = 1_000;
const MEMORY_MB = 64;

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const bytesOf = (value: string): Uint8Array => new TextEncoder().encode(value);

// ICAO 9303-5 and 9303-4, Appendix B.
const ZONES = [
  'I<UTOD231458907<<<<<<<<<<<<<<<\r7408122F1204159UTO<<<<<<<<<<<6\rERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

/** What is read outside the chip: scanned text, and the headers of pictures. */
const furtherTargets = (): readonly FuzzTarget[] => [
  {
    name: 'scanned zone or card',
    files: [...ZONES, citizenCardQrOf(syntheticPerson('ba-nguyen-thi-hoa')) ?? ''].map(bytesOf),
    parse: bytes => keyCandidatesOf(readScannedCode(text(bytes))),
    weight: 2,
  },
  {
    name: 'header of a picture',
    files: [FACE_JP2.subarray(0, 200), FACE_TILED_J2K.subarray(0, 200)],
    parse: bytes => [jpegSize(bytes), codestreamSize(bytes)],
    weight: 1,
  },
];

const runBatch = (fuzzer: Fuzzer, inputs: number): void => {
  try {
    runInNewContext('run()', { run: () => fuzzer.run(inputs) }, { timeout: BATCH_LIMIT_MS });
  } catch (cause) {
    throw new Error(`a parser hangs: ${JSON.stringify(fuzzer.current())}`, { cause });
  }
};

const memoryMb = (): number => process.memoryUsage().rss / 1_000_000;

const figuresOf = (fuzzer: Fuzzer, seconds: number, grownMb: number): readonly Figure[] => {
  const inputs = fuzzer.counts.reduce((sum, count) => sum + count.inputs, 0);
  const slowest = Math.max(...fuzzer.counts.map(({ slowestMs }) => slowestMs));
  return [
    figure('damaged files read', 'inputs', [inputs], { goal: { atLeast: INPUTS } }),
    figure('neither value nor code', 'inputs', [fuzzer.failures.length], { goal: { atMost: 0 } }),
    figure('slowest of all', 'ms', [slowest], { goal: { atMost: SLOWEST_MS } }),
    figure('memory grown by', 'MB', [grownMb], { goal: { atMost: MEMORY_MB } }),
    figure('rate', 'per second', [(inputs - BATCH) / seconds]),
    ...fuzzer.counts.map(({ target, slowestMs }) => figure(`slowest ${target}`, 'ms', [slowestMs])),
  ];
};

export const cardFuzz: Measurement = {
  name: 'card-fuzz',
  title: 'a million damaged files for the parsers of chip and trust files',
  measure: ({ quick, say }) => {
    const seed = Math.floor(Date.now() / 1000);
    const inputs = quick ? 3 * BATCH : INPUTS;
    say(`seed ${seed}, ${inputs} inputs`);
    const fuzzer = createFuzzer([...parserTargets(), ...furtherTargets()], {
      seed,
      now: () => performance.now(),
    });
    // Caches and compiled code are there after the first batch; what grows then is kept by somebody.
    runBatch(fuzzer, BATCH);
    const memoryBefore = memoryMb();
    const startedAt = performance.now();
    for (let done = BATCH; done < inputs; done += BATCH) {
      runBatch(fuzzer, BATCH);
      if ((done / BATCH) % 20 === 0) say(`${done} inputs`);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    const figures = figuresOf(fuzzer, seconds, Math.max(0, memoryMb() - memoryBefore));
    const notes = fuzzer.failures.map(failure => `failed: ${JSON.stringify(failure)}`);
    return Promise.resolve({ figures, notes: [`seed ${seed}`, ...notes] });
  },
};
