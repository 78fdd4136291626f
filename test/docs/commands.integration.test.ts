import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { codeSpans, fencedBlocks, pages, readText, ROOT } from './markdown.ts';

/** How each program is called in the text, and where it starts. */
const PROGRAMS = [
  [/npm\s+run kiosk --\s+/, 'electron/cli/main.ts'],
  [/sudo tiep-don-kiosk\s+/, 'electron/cli/main.ts'],
  [/npm run hub --\s+/, 'hub/cli/main.ts'],
  [/npm start --\s+/, 'electron/start/main.ts'],
] as const;

interface Help {
  readonly commands: ReadonlySet<string>;
  /** Option → whether a value follows it. */
  readonly options: ReadonlyMap<string, boolean>;
}

const known = new Map<string, Help>();

/** The programs are started some hundred times: what was compiled for the first is kept for the next. */
const compiled = mkdtempSync(join(tmpdir(), 'tiep-don-compiled-'));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

const readHelp = (entry: string, path: readonly string[]): Help => {
  const { stdout } = spawnSync(process.execPath, [join(ROOT, entry), ...path, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const [head = '', commands = ''] = stdout.split(/^Commands:$/m);
  const options = [...head.matchAll(/(--[\w-]+)( [<[])?/g)];
  return {
    commands: new Set([...commands.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = '']) => name)),
    options: new Map(options.map(([, name = '', value]) => [name, value !== undefined])),
  };
};

const helpOf = (entry: string, path: readonly string[]): Help => {
  const key = [entry, ...path].join(' ');
  const help = known.get(key) ?? readHelp(entry, path);
  known.set(key, help);
  return help;
};

const wordsOf = (line: string): readonly string[] =>
  (line.split(/\s+[#|>]|\s#/)[0] ?? '').match(/"[^"]*"|'[^']*'|\S+/g) ?? [];

/** What is wrong with a command line, or nothing. */
const problemOf = (entry: string, line: string): string | undefined => {
  const path: string[] = [];
  const options = new Map(helpOf(entry, []).options);
  const words = [...wordsOf(line)];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [name = ''] = word.split('=');
    const help = helpOf(entry, path);
    if (name.startsWith('--')) {
      if (!options.has(name)) return `${line}: there is no option ${name}`;
      if (options.get(name) === true && !word.includes('=')) words.shift();
    } else if (help.commands.has(name)) {
      path.push(name);
      for (const [option, takesValue] of helpOf(entry, path).options) {
        options.set(option, takesValue);
      }
    } else if (path.length === 0) {
      return `${line}: there is no command ${name}`;
    } else if (help.commands.size > 0) {
      return `${line}: ${path.join(' ')} has no command ${name}`;
    } else break;
  }
  return undefined;
};

const commandLinesIn = (page: string): readonly (readonly [entry: string, line: string])[] => {
  const text = readText(page);
  const lines = [...codeSpans(text), ...fencedBlocks(text).flatMap(block => block.split('\n'))];
  return lines.flatMap(line =>
    PROGRAMS.flatMap(([call, entry]) => {
      const [, rest] = line.split(call);
      return rest === undefined || rest.startsWith('$') ? [] : [[entry, rest] as const];
    }),
  );
};

test('every command in the documentation exists, with its options', () => {
  const named = pages().flatMap(page => commandLinesIn(page));
  expect(named.length).toBeGreaterThan(20);
  expect(named.flatMap(([entry, line]) => problemOf(entry, line) ?? [])).toEqual([]);
}, 300_000);

test.each([
  ['electron/cli/main.ts', 'outbox show EVENT', undefined],
  ['electron/cli/main.ts', '--data DIR outbox', undefined],
  ['electron/cli/main.ts', 'outbax', 'outbax: there is no command outbax'],
  ['electron/cli/main.ts', 'doctor --fast', 'doctor --fast: there is no option --fast'],
  ['hub/cli/main.ts', 'outbox drop', 'outbox drop: outbox has no command drop'],
])('%s %s: %s', (entry, line, problem) => {
  expect(problemOf(entry, line)).toBe(problem);
});
