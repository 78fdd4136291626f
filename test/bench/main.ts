/** `npm run bench [-- NAME…] [--json FILE] [--quick]`: see docs/performance.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { card } from './card.ts';
import { cardFuzz } from './card-fuzz.ts';
import { cardToConfirm } from './card-to-confirm.ts';
import { checkInCommit } from './check-in-commit.ts';
import { devices } from './devices.ts';
import { drain } from './drain.ts';
import { machineLines, thisMachine } from './machine.ts';
import type { Findings, Measurement } from './measurement.ts';
import { memory } from './memory.ts';
import { money } from './money.ts';
import { page } from './page.ts';
import { sync } from './sync.ts';
import { pay } from './pay.ts';
import { tableOf } from './table.ts';

const MEASUREMENTS: readonly Measurement[] = [
  checkInCommit,
  drain,
  sync,
  card,
  cardFuzz,
  cardToConfirm,
  devices,
  page,
  pay,
  money,
  memory,
];

const USAGE = `Usage: npm run bench -- [NAME…] [--json FILE] [--quick]

${MEASUREMENTS.map(({ name, title }) => `  ${name.padEnd(16)} ${title}`).join('\n')}

Without a name all of them run, one after the other.

  --json FILE  write the figures to FILE too, with the machine they were measured on
  --quick      few and short rounds: shows that everything works, not how fast it is`;

class UsageError extends Error {}

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { ...values, names: positionals };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'unknown argument');
  }
};

const chosen = (names: readonly string[]): readonly Measurement[] => {
  const unknown = names.find(name => MEASUREMENTS.every(one => one.name !== name));
  if (unknown !== undefined) throw new UsageError(`there is no measurement "${unknown}"`);
  return MEASUREMENTS.filter(({ name }) => names.length === 0 || names.includes(name));
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface Outcome extends Partial<Findings> {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  /** Why there are no figures. */
  readonly failure?: string;
}

const run = async (measurement: Measurement, quick: boolean): Promise<Outcome> => {
  const { name, title } = measurement;
  const startedAt = performance.now();
  const elapsed = (): number => Math.round((performance.now() - startedAt) / 100) / 10;
  print(`\n${name}: ${title}`);
  try {
    const findings = await measurement.measure({ quick, say: line => print(`  … ${line}`) });
    for (const line of tableOf(findings.figures)) print(`  ${line}`);
    for (const note of findings.notes ?? []) print(`  note: ${note}`);
    return { name, title, seconds: elapsed(), ...findings };
  } catch (cause) {
    const failure = cause instanceof Error ? cause.message : String(cause);
    print(`  not measured: ${failure}`);
    return { name, title, seconds: elapsed(), failure };
  }
};

const bench = async (): Promise<void> => {
  const { help, json, quick, names } = readArguments();
  if (help) {
    print(USAGE);
    return;
  }
  const measurements = chosen(names);
  const machine = thisMachine();
  const at = new Date().toISOString();
  for (const line of machineLines(machine)) print(line);
  const outcomes: Outcome[] = [];
  for (const measurement of measurements) {
    outcomes.push(await run(measurement, quick));
    // After each: a long run that is interrupted keeps what it has.
    if (json !== undefined) {
      const report = { at, quick, machine, measurements: outcomes };
      writeFileSync(json, `${JSON.stringify(report, undefined, 2)}\n`);
    }
  }
  // A slow figure is a finding, a measurement that does not run is a fault.
  if (outcomes.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
};

try {
  await bench();
} catch (cause) {
  const isUsage = cause instanceof UsageError;
  process.stderr.write(`error: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  if (isUsage) process.stderr.write(`${USAGE}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
