import { asFaultError } from '../../core/contract/errors.ts';

/** What a command found: one value for programs, lines for people. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** 0 = as it should be, 1 = something needs a person. */
  readonly exitCode?: 0 | 1;
}

/** Prints an answer and sets the exit code. Standard output carries nothing else. */
export const give = (answer: Answer, asJson: boolean): void => {
  const text = asJson ? JSON.stringify(answer.json, null, 2) : answer.lines.join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = answer.exitCode ?? 0;
};

/** One clear line on standard error; never a stack trace. */
export const giveFailure = (cause: unknown, asJson: boolean): void => {
  const fault = asFaultError(cause);
  const line = fault.message.split('\n', 1)[0] ?? fault.code;
  process.stderr.write(
    asJson ? `${JSON.stringify({ error: { code: fault.code, message: line } })}\n` : `${line}\n`,
  );
  process.exitCode = 1;
};

/** Columns padded to their widest cell. */
export const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  }
  return rows.map(row =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};
