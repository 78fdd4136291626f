import { existsSync, globSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  anchorsOf,
  codeSpans,
  fencedBlocks,
  pages,
  prose,
  readText,
  ROOT,
  rooms,
} from './markdown.ts';

const linksIn = (markdown: string): readonly string[] =>
  [...prose(markdown).matchAll(/!?\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(
    ([, target = '']) => target,
  );

const isElsewhere = (target: string): boolean => /^(?:https?|mailto):/.test(target);

const problemOf = (page: string, target: string): string | undefined => {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), decodeURI(path)));
  if (!existsSync(join(ROOT, file))) return `${target}: there is no ${file}`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  return anchorsOf(readText(file)).has(anchor)
    ? undefined
    : `${target}: ${file} has no such heading`;
};

const scriptsOf = (): object =>
  (JSON.parse(readText('package.json')) as { readonly scripts: object }).scripts;

/** Folders whose files are named in the text as they lie in the checkout. */
const HOUSES = [
  '.ci',
  'assets',
  'build',
  'core',
  'docs',
  'electron',
  'hub',
  'migrations',
  'native-bridges',
  'renderer',
  'test',
];

const isOurPath = (code: string): boolean =>
  /^[\w.*<>{}@/-]+$/.test(code) && HOUSES.some(house => code.startsWith(`${house}/`));

const isOurRootFile = (code: string): boolean =>
  /^[\w.-]+\.(?:json|js|cjs|ts|md|yml)$|^LICENSE$|^\.(?:gitignore|npmrc)$/.test(code) &&
  !code.includes('/');

/** `<name>` and `*` stand for one part of a name, which the reader chooses. */
const exists = (path: string): boolean => {
  const pattern = path.replaceAll(/<[^>]+>/g, '*').replace(/\/$/, '');
  return pattern.includes('*') || pattern.includes('{')
    ? globSync(pattern, { cwd: ROOT }).length > 0
    : existsSync(join(ROOT, pattern));
};

/** Files a reader makes, or that a program makes: named without a folder, so by their own rule. */
const MADE_ELSEWHERE = new Set(['kiosk.json', 'hub.json', 'des.js']);

describe.each(pages())('%s', page => {
  const text = readText(page);

  test('leads only to pages and headings that exist', () => {
    const problems = linksIn(text)
      .filter(target => !isElsewhere(target))
      .flatMap(target => problemOf(page, target) ?? []);
    expect(problems).toEqual([]);
  });

  test('names only files that exist', () => {
    const named = codeSpans(text).filter(
      code => isOurPath(code) || (isOurRootFile(code) && !MADE_ELSEWHERE.has(code)),
    );
    expect(named.filter(path => !exists(path))).toEqual([]);
  });

  test('names only npm scripts that exist', () => {
    const commands = [...codeSpans(text), ...fencedBlocks(text)].join('\n');
    const scripts = [...commands.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(scripts.filter(name => !Object.hasOwn(scriptsOf(), name))).toEqual([]);
  });

  test('is not empty', () => {
    expect(statSync(join(ROOT, page)).size).toBeGreaterThan(200);
  });
});

describe.each(rooms())('%s', page => {
  const text = readText(page);

  test('leads to pages that exist and names files that exist', () => {
    const wrong = linksIn(text)
      .filter(target => !isElsewhere(target))
      .flatMap(target => problemOf(page, target) ?? []);
    const missing = codeSpans(text)
      .filter(isOurPath)
      .filter(path => !exists(path) && !exists(join(dirname(page), path)));
    expect([...wrong, ...missing]).toEqual([]);
  });
});

test('every page of docs/ can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const target of linksIn(readText(page))) {
      const [path = ''] = target.split('#');
      const file = normalize(join(dirname(page), path));
      if (!isElsewhere(target) && file.endsWith('.md') && existsSync(join(ROOT, file))) {
        reached.add(file);
      }
    }
  }
  expect(pages().filter(page => !reached.has(page))).toEqual([]);
});
