/**
 * Stands where PowerShell stands on Windows: reads commands from standard input, knows the two that
 * the spooler's transport sends, and keeps its queue in the folder of its first argument: a file a job,
 * and in `state.json` how the printer is.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface SpoolFolderState {
  readonly printer: string;
  readonly status: number;
  readonly attributes: number;
  /** A system error of every call. */
  readonly error?: number;
  /** Nothing is answered any more. */
  readonly hangs?: boolean;
  /** Jobs stand in the queue, instead of going to the printer. */
  readonly held?: boolean;
}

const COMPILE =
  /^Add-Type -TypeDefinition \(\[Text\.Encoding\]::UTF8\.GetString\(\[Convert\]::FromBase64String\('([A-Za-z0-9+/=]+)'\)\)\)$/;
const CALL = /^\[TiepDon\.RawSpooler\]::Do\('([A-Za-z0-9+/= ]+)'\)$/;
const INVALID_PRINTER_NAME = 1801;

const [folder = ''] = process.argv.slice(2);
const stateOf = (): SpoolFolderState =>
  JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as SpoolFolderState;
const textOf = (word = ''): string => Buffer.from(word, 'base64').toString('utf8');
const fileOf = (job: string): string => join(folder, `${job}.json`);
const jobs = (): string[] =>
  readdirSync(folder).flatMap(name => /^(\d+)\.json$/.exec(name)?.[1] ?? []);

/** What follows `ok`, or a system error. */
const answerTo = (state: SpoolFolderState, words: readonly string[]): string | number => {
  const [call, printer, name, body] = words;
  if (state.error !== undefined) return state.error;
  if (textOf(printer) !== state.printer) return INVALID_PRINTER_NAME;
  switch (call) {
    case 'look':
      return `${String(state.status)} ${String(state.attributes)}`;
    case 'submit': {
      const job = String(
        1 + Math.max(0, ...readdirSync(folder).map(file => Number.parseInt(file, 10) || 0)),
      );
      writeFileSync(join(folder, `${job}.bin`), Buffer.from(body ?? '', 'base64'));
      writeFileSync(fileOf(job), JSON.stringify({ document: textOf(name) }));
      return job;
    }
    case 'job':
      if (!existsSync(fileOf(name ?? ''))) return 'gone';
      if (state.held === true) return '32';
      renameSync(fileOf(name ?? ''), `${fileOf(name ?? '')}.printed`);
      return '128';
    case 'cancel':
      rmSync(fileOf(name ?? ''), { force: true });
      return '';
    case 'sweep':
      for (const job of jobs()) {
        const { document } = JSON.parse(readFileSync(fileOf(job), 'utf8')) as { document: string };
        if (document.startsWith(textOf(name))) rmSync(fileOf(job));
      }
      return '';
    default:
      return 0;
  }
};

let compiled = false;
createInterface({ input: process.stdin }).on('line', line => {
  const source = COMPILE.exec(line)?.[1];
  if (source !== undefined) {
    compiled = textOf(source).includes('public static class RawSpooler');
    return;
  }
  const [id = '', ...words] = CALL.exec(line)?.[1]?.split(' ') ?? [];
  if (!compiled || words.length === 0) {
    process.stderr.write('The term is not recognized.\n');
    return;
  }
  const state = stateOf();
  if (state.hangs === true) return;
  const said = answerTo(state, words);
  const answer =
    typeof said === 'number' ? `error ${words[0] ?? ''} ${String(said)}` : `ok ${said}`;
  // As on Windows: carriage return and line feed.
  process.stdout.write(`${id} ${answer.trim()}\r\n`);
});
