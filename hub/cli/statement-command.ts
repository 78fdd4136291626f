import { readFileSync, statSync } from 'node:fs';
import type { BankProfileId } from '../../core/statement/bank-profiles.ts';
import type { LineRefusal } from '../../core/statement/statement.ts';
import { CommandError, type ExitCode, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

const REFUSALS = {
  'date-unreadable': 'the date cannot be read',
  'amount-unreadable': 'the amount cannot be read without guessing',
  'amount-missing': 'there is no amount',
  'amount-twice': 'money came and went in one line',
  'currency-not-dong': 'the amount is not in đồng',
} as const satisfies Record<LineRefusal, string>;

export interface StatementOptions {
  readonly bank: BankProfileId;
  readonly account?: string;
  readonly dryRun?: boolean;
}

/** Some 100,000 lines; a month of the busiest hospital has fewer. */
const LONGEST = 20 * 1_048_576;

const contentOf = (file: string): Buffer => {
  try {
    if (statSync(file).size > LONGEST) throw new CommandError(`${file} is over 20 MB`, 1);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file} cannot be read`, 2);
  }
};

const dong = (amount: number): string => `${amount.toLocaleString('vi-VN')} đ`;

/** @returns 1 where lines were refused or the balances do not explain each other. */
export const importingStatement = (
  settings: Settings,
  output: Output,
  file: string,
  { bank, account, dryRun = false }: StatementOptions,
): Promise<ExitCode> => {
  const content = contentOf(file).toString('base64');
  return withRegister(settings, async register => {
    const report = await register.importStatement({
      content,
      bank,
      isTrial: dryRun,
      ...(account === undefined ? {} : { account }),
    });
    const isClean = report.refused.length === 0 && (report.unexplained ?? 0) === 0;
    if (output.json) {
      output.value({ ...report, kept: !dryRun });
      return isClean ? 0 : 1;
    }
    output.line(`account ${report.account}: ${report.lines} lines, ${report.fresh} of them new`);
    output.line(`  ${report.announced} had been announced by a provider`);
    output.line(`  ${report.settled} paid a bill by their reference`);
    output.line(`  ${report.waiting} came and wait for a person`);
    output.line(`  ${report.outgoing} went`);
    for (const { at, why } of report.refused) output.line(`  line ${at} refused: ${REFUSALS[why]}`);
    if (report.unexplained !== null && report.unexplained !== 0) {
      output.line(
        `  opening and lines differ from the closing balance by ${dong(report.unexplained)}`,
      );
    }
    if (dryRun) output.line('nothing was kept: this was a trial');
    return isClean ? 0 : 1;
  });
};
