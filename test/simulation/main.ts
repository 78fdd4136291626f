/** `npm run simulate -- [--seeds N] [--from S] [--seed S [--trace]] [--mutation NAME]`. */
import { openPostgresSession } from './hub-postgres.ts';
import { lineOf } from './history.ts';
import { simulate } from './simulation.ts';

const session = await openPostgresSession();
const from = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 1);
const trace = process.argv[4] === 'trace';
process.on('unhandledRejection', error => {
  console.log('UNHANDLED', error);
});
const t = performance.now();
const total: Record<string, number> = {};
for (let seed = from; seed < from + count; seed += 1) {
  const t1 = performance.now();
  const result = await simulate({ seed, session });
  if (trace) for (const e of result.history.entries) console.log(lineOf(e));
  for (const [k, v] of Object.entries(result.figures)) total[k] = (total[k] ?? 0) + v;
  if (result.violations.length || count <= 10)
    console.log(
      seed,
      (performance.now() - t1).toFixed(0),
      'ms',
      result.hash.slice(0, 12),
      JSON.stringify(result.figures),
      JSON.stringify(result.violations.slice(0, 4)),
    );
}
console.log(((performance.now() - t) / count).toFixed(1), 'ms a seed', total);
await session.close();
