import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
const HOUSES = [HERE, resolve(HERE, '../contract'), resolve(HERE, '../../core/contract')];

const sources = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
  .map(path => ({ path, text: readFileSync(join(HERE, path), 'utf8') }));

/** Packages that are JavaScript all through. */
const PACKAGES = /^(@noble\/(curves|ciphers|hashes)\/|des\.js$|zod$)/;

/** What a runtime lends: names that no source here may use as values. */
const LENT = new Set([
  'Buffer',
  'process',
  'crypto',
  'Crypto',
  'SubtleCrypto',
  'webcrypto',
  'require',
  'globalThis',
  'window',
  'self',
  'fetch',
  'WebSocket',
  'setTimeout',
  'setInterval',
  'performance',
]);

const importsOf = (text: string) =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

const isForeign = (path: string, specifier: string): boolean => {
  if (!specifier.startsWith('.'))
    return !PACKAGES.test(specifier) || builtinModules.includes(specifier);
  const target = resolve(HERE, path, '..', specifier);
  return HOUSES.every(house => relative(house, target).startsWith('..'));
};

/** Names used on their own: not a property's name, not a member of something else. */
const lentNamesIn = (path: string, text: string): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && LENT.has(node.text)) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        (ts.isPropertySignature(parent) && parent.name === node);
      if (!isMember) found.push(node.text);
    }
    if (ts.isPropertyAccessExpression(node) && /^(Math\.random|Date\.now)$/.test(node.getText()))
      found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true));
  return found;
};

describe('the reader of chips runs the same in any JavaScript', () => {
  it('imports only its own files, the contracts and packages of pure JavaScript', () => {
    const foreign = sources.flatMap(({ path, text }) =>
      importsOf(text)
        .filter(specifier => isForeign(path, specifier))
        .map(specifier => `${path}: ${specifier}`),
    );
    expect(foreign).toEqual([]);
  });

  it('uses no cryptography, clock, randomness or bytes of a runtime', () => {
    const lent = sources.flatMap(({ path, text }) =>
      lentNamesIn(path, text).map(name => `${path}: ${name}`),
    );
    expect(lent).toEqual([]);
  });

  it('would notice them', () => {
    expect(
      importsOf("import { createHash } from 'node:crypto';").map(s => isForeign('a.ts', s)),
    ).toEqual([true]);
    expect(importsOf("const c = await import('crypto');").map(s => isForeign('a.ts', s))).toEqual([
      true,
    ]);
    expect(
      importsOf("import { x } from '../drivers/x.ts';").map(s => isForeign('a.ts', s)),
    ).toEqual([true]);
    expect(
      importsOf("import { x } from '../../core/contract/x.ts';").map(s => isForeign('a.ts', s)),
    ).toEqual([false]);
    expect(lentNamesIn('a.ts', 'Buffer.from([1]); crypto.subtle.digest; Math.random()')).toEqual([
      'Buffer',
      'crypto',
      'Math.random',
    ]);
    expect(lentNamesIn('a.ts', 'const a = { process: 1 }; a.process;')).toEqual([]);
  });
});
