/** `npm run simulate -- [--seeds N] [--from S] [--workers N] [--mutation NAME]`: see test/simulation/README.md. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { lineOf } from './history.ts';
import { openPostgresSession } from './hub-postgres.ts';
import type { PostgresSession } from './postgres-session.ts';
import { MUTATIONS, NO_MUTATION } from './mutations.ts';
import { type Figures, simulate, type SimulationResult } from './simulation.ts';

const USAGE = `Usage: npm run simulate -- [--seeds N] [--from S] [--workers N] [--mutation NAME]
       npm run simulate -- --seed S [--trace] [--mutation NAME]

Kiosks, hubs, HIS and the network between them under a virtual clock, with everything going wrong
that a seed decides; then whether every guarantee held.

  --seeds N        that many seeds, 300 without it
  --from S         from this one on
  --workers N      processes at a time
  --seed S         this one alone
  --trace          its whole history
  --mutation NAME  break a guarantee on purpose and show which seed notices:
${Object.entries(MUTATIONS)
  .map(([name, mutation]) => `                   ${name}: ${mutation().says}`)
  .join('\n')}`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

class UsageError extends Error {}

const readArguments = () => {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '300' },
        from: { type: 'string', default: '1' },
        workers: { type: 'string', default: String(availableParallelism()) },
        seed: { type: 'string' },
        trace: { type: 'boolean', default: false },
        mutation: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const whole = (text: string): number => {
      if (!/^\d+$/.test(text)) throw new UsageError(`"${text}" is no whole number`);
      return Number(text);
    };
    if (values.mutation !== undefined && MUTATIONS[values.mutation] === undefined) {
      throw new UsageError(`there is no mutation "${values.mutation}"`);
    }
    return {
      ...values,
      seeds: values.seed === undefined ? whole(values.seeds) : 1,
      from: whole(values.seed ?? values.from),
      workers: whole(values.workers),
    };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'unknown argument');
  }
};

interface Tally {
  readonly seeds: number;
  readonly failing: readonly number[];
  readonly figures: Figures;
}

const NOTHING: Tally = {
  seeds: 0,
  failing: [],
  figures: { visits: 0, effects: 0, deaths: 0, refusals: 0, deadLetters: 0, seconds: 0 },
};

const sum = (one: Tally, other: Tally): Tally => {
  const names = Object.keys(one.figures) as (keyof Figures)[];
  return {
    seeds: one.seeds + other.seeds,
    failing: [...one.failing, ...other.failing],
    figures: Object.fromEntries(
      names.map(name => [name, one.figures[name] + other.figures[name]]),
    ) as unknown as Figures,
  };
};

const SHOWN = 5;

const tellOf = ({ seed, violations }: SimulationResult, mutation: string | undefined): void => {
  say(`seed ${seed}:`);
  for (const { guarantee, found } of violations.slice(0, SHOWN)) say(`  ${guarantee}: ${found}`);
  if (violations.length > SHOWN) say(`  and ${violations.length - SHOWN} more`);
  const how = mutation === undefined ? '' : ` --mutation ${mutation}`;
  say(`  again: npm run simulate -- --seed ${seed} --trace${how}`);
};

interface Range {
  readonly from: number;
  readonly seeds: number;
  readonly mutation: string | undefined;
  readonly trace: boolean;
}

const runRange = async (session: PostgresSession, range: Range): Promise<Tally> => {
  const { from, seeds, mutation, trace } = range;
  let tally = NOTHING;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const make = mutation === undefined ? undefined : MUTATIONS[mutation];
    const result = await simulate({ seed, session, mutation: make?.() ?? NO_MUTATION });
    if (trace) for (const entry of result.history.entries) say(lineOf(entry));
    const isFailing = result.violations.length > 0;
    if (isFailing) tellOf(result, mutation);
    tally = sum(tally, { seeds: 1, failing: isFailing ? [seed] : [], figures: result.figures });
    // One seed that notices it is enough.
    if (isFailing && mutation !== undefined) break;
    if (tally.seeds % 1000 === 0) say(`… ${tally.seeds} seeds, ${tally.failing.length} failing`);
  }
  return tally;
};

const alone = async (range: Range): Promise<Tally> => {
  const session = await openPostgresSession();
  try {
    return await runRange(session, range);
  } finally {
    await session.close();
  }
};

/** A part of the seeds in a process of its own, which tells its tally at the end. */
const inProcess = ({ from, seeds }: Range): Promise<Tally> =>
  new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [
      ...['--from', String(from), '--seeds', String(seeds), '--workers', '1'],
    ]);
    child.once('message', message => resolve(message as Tally));
    child.once('exit', code => reject(new Error(`a worker ended with ${code}`)));
  });

const several = async (range: Range, workers: number): Promise<Tally> => {
  const share = Math.ceil(range.seeds / workers);
  const parts = Array.from({ length: workers }, (_, index) => ({
    ...range,
    from: range.from + index * share,
    seeds: Math.max(0, Math.min(share, range.seeds - index * share)),
  })).filter(({ seeds }) => seeds > 0);
  return (await Promise.all(parts.map(inProcess))).reduce(sum, NOTHING);
};

const main = async (): Promise<void> => {
  const { help, seeds, from, workers, trace, mutation } = readArguments();
  if (help) {
    say(USAGE);
    return;
  }
  const startedAt = performance.now();
  const range = { from, seeds, mutation, trace };
  const runsHere = workers <= 1 || seeds < workers || mutation !== undefined;
  const tally = await (runsHere ? alone(range) : several(range, workers));
  if (process.send !== undefined) {
    process.send(tally);
    return;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { visits, effects, deaths, refusals, deadLetters } = tally.figures;
  say(
    `${tally.seeds} seeds, ${tally.failing.length} failing, in ${seconds.toFixed(0)} s ` +
      `(${((seconds * 1000) / tally.seeds).toFixed(0)} ms a seed)`,
  );
  say(
    `${visits} tickets, ${effects} effects in the HIS, ${deaths} processes that died, ` +
      `${refusals} refusals, ${deadLetters} dead letters`,
  );
  const isAsWished = mutation === undefined ? tally.failing.length === 0 : tally.failing.length > 0;
  if (mutation !== undefined && !isAsWished) say(`no seed noticed ${mutation}`);
  process.exitCode = isAsWished ? 0 : 1;
};

process.on('unhandledRejection', thrown => {
  process.stderr.write(`a promise nobody looked after was rejected: ${String(thrown)}\n`);
  process.exitCode = 1;
});

try {
  await main();
} catch (cause) {
  const isUsage = cause instanceof UsageError;
  process.stderr.write(`error: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  if (isUsage) process.stderr.write(`${USAGE}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
