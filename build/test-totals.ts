import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numFailedTestSuites: z.int(),
});

/** Adds up the JSON reports of a folder and prints one line; fails where anything failed. */
const [, , folder = '.'] = process.argv;
const reports = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => reportSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
const sum = (field: keyof z.infer<typeof reportSchema>): number =>
  reports.reduce((total, report) => total + report[field], 0);

console.log(
  `${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed, ${sum('numPendingTests')} skipped`,
);
process.exitCode = sum('numFailedTests') + sum('numFailedTestSuites') > 0 ? 1 : 0;
