import { CommanderError } from 'commander';
import { FaultError } from '../../core/contract/errors.ts';

/** 0 fine, 1 a failure was found, 2 the command was not understood. */
export type ExitCode = 0 | 1 | 2;

/** Where a command writes: text for people, or one JSON value for programs. */
export interface Output {
  readonly json: boolean;
  line(text: string): void;
  value(value: unknown): void;
}

export const standardOutput = (json: boolean): Output => ({
  json,
  line: text => void process.stdout.write(`${text}\n`),
  value: value => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
});

/** Something the person can put right; its message is the one line that is printed. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The one line and the exit code of anything thrown; never a stack. */
export const endingOf = (
  thrown: unknown,
): { readonly line?: string; readonly exitCode: ExitCode } => {
  // Commander has printed its own line, or the help that was asked for.
  if (thrown instanceof CommanderError) return { exitCode: thrown.exitCode === 0 ? 0 : 2 };
  if (thrown instanceof CommandError) return { line: thrown.message, exitCode: thrown.exitCode };
  if (thrown instanceof FaultError) return { line: thrown.message, exitCode: 1 };
  return { line: 'internal failure, see the log', exitCode: 1 };
};
