import { type DayDifferenceKind, unexplainedOf } from '../../core/billing/day-difference.ts';
import { type ExitCode, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

const KINDS = {
  'not-on-statement': 'announced by a provider and on no statement',
  'told-otherwise': 'told twice by a provider, and not the same',
  'money-waits': 'came and belongs to no bill',
  'money-went': 'went and nobody knows for what',
  'refund-waits': 'a refund that is approved and not carried out',
  'his-differs': 'paid, and the HIS has no receipt over it',
  'cash-differs': 'counted differently in a drawer',
  'statement-differs': 'a statement does not explain its own balance',
  'shift-open': 'in a drawer whose shift is still open',
} as const satisfies Record<DayDifferenceKind, string>;

const dong = (amount: number): string => `${amount.toLocaleString('vi-VN')} đ`;

/** @returns 1 where something is not explained, or a sealed report is not as it was. */
export const reconciling = (settings: Settings, output: Output, day: string): Promise<ExitCode> =>
  withRegister(settings, async register => {
    const books = await register.dayBooks({ day });
    const { status, proposals, broken } = books;
    const open = unexplainedOf(status.differences);
    const isWhole = Object.keys(broken).length === 0;
    const exitCode = open.length === 0 && isWhole ? 0 : 1;
    if (output.json) {
      output.value(books);
      return exitCode;
    }
    const { sides, signature } = status;
    output.line(`${day}: bills paid ${dong(sides.bills)}, cash ${dong(sides.cash)}`);
    output.line(`  bank: in ${dong(sides.bankIn)}, out ${dong(sides.bankOut)}`);
    output.line(`  HIS: has ${dong(sides.hisHas)}, lacks ${dong(sides.hisLacks)}`);
    for (const { account, opening, debits, credits, closing } of status.accounts) {
      const movements = `${dong(opening)} + ${dong(debits)} − ${dong(credits)}`;
      output.line(`  ${account}: ${movements} = ${dong(closing)}`);
    }
    for (const { kind, subject, amount, explanation } of status.differences) {
      const said = explanation === null ? 'not explained' : `explained by ${explanation.by}`;
      output.line(`  ${dong(amount)} ${KINDS[kind]}: ${subject} (${said})`);
    }
    for (const [kind, at] of Object.entries(broken)) {
      output.line(`  ${kind} ${at} is not as it was sealed: call who audits the hospital`);
    }
    output.line(`${open.length} not explained, ${proposals} proposals at the desk`);
    output.line(
      signature === null
        ? 'not signed'
        : `signed by ${signature.by} at ${signature.at}, number ${signature.closeNo}`,
    );
    return exitCode;
  });

export interface Period {
  readonly from: string;
  readonly to: string;
}

export const reportingCashless = (
  settings: Settings,
  output: Output,
  period: Period,
): Promise<void> =>
  withRegister(settings, async register => {
    const share = await register.cashlessShare({ from: period.from, to: period.to });
    if (output.json) {
      output.value(share);
      return;
    }
    for (const { day, kiosk, method, number, amount } of share.rows) {
      output.line(`${day}  ${kiosk.padEnd(16)}${method.padEnd(18)}${number}  ${dong(amount)}`);
    }
    output.line(
      `not in cash: ${share.shareByNumber ?? 0} % of ${share.total.number} payments, ` +
        `${share.shareByAmount ?? 0} % of ${dong(share.total.amount)}`,
    );
  });
