import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

/** A small tree with the given files, checked against the real floor plan. */
const violations = (files: Readonly<Record<string, string>>): string => {
  const tree = mkdtempSync(join(tmpdir(), 'floors-'));
  trees.push(tree);
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const name of ['package.json', 'tsconfig.base.json']) {
    symlinkSync(join(root, name), join(tree, name));
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  try {
    const plan = join(root, '.dependency-cruiser.cjs');
    const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const houses = [...new Set(Object.keys(files).map(path => path.split('/')[0] ?? path))];
    execFileSync(process.execPath, [bin, '--config', plan, '--output-type', 'err', ...houses], {
      cwd: tree,
      stdio: 'pipe',
    });
    return '';
  } catch (failure) {
    return String((failure as { stdout?: Buffer }).stdout);
  }
};

const value = 'export const value = 1;\n';
const uses = (path: string): string =>
  `import { value } from '${path}';\nexport const used = value;\n`;

test('what goes down the floors is allowed', () => {
  expect(
    violations({
      'core/contract/a.ts': value,
      'native-bridges/contract/b.ts': uses('../../core/contract/a.ts'),
      'electron/host/c.ts': uses('../../native-bridges/contract/b.ts'),
      'hub/server/d.ts': uses('../../core/contract/a.ts'),
      'renderer/kiosk/e.ts': uses('../../core/contract/a.ts'),
    }),
  ).toBe('');
});

test.each([
  ['core looking up', 'core/a.ts', '../hub/b.ts', 'hub/b.ts', 'floor-core'],
  [
    'devices knowing the domain',
    'native-bridges/a.ts',
    '../core/visit/b.ts',
    'core/visit/b.ts',
    'floor-native-bridges',
  ],
  [
    'the host loading a driver',
    'electron/host/a.ts',
    '../../native-bridges/drivers/b.ts',
    'native-bridges/drivers/b.ts',
    'floor-electron',
  ],
  [
    'the hub knowing the kiosk',
    'hub/a.ts',
    '../electron/host/b.ts',
    'electron/host/b.ts',
    'floor-hub',
  ],
  [
    'a page knowing the host',
    'renderer/a.ts',
    '../electron/host/b.ts',
    'electron/host/b.ts',
    'floor-renderer',
  ],
  ['the product using test code', 'hub/a.ts', '../test/b.ts', 'test/b.ts', 'no-test-code'],
])('%s is refused', (_what, from, specifier, to, rule) => {
  expect(violations({ [from]: uses(specifier), [to]: value })).toContain(rule);
});

test('I/O in core is refused', () => {
  expect(
    violations({
      'core/a.ts': "import { readFileSync } from 'node:fs';\nexport { readFileSync };\n",
    }),
  ).toContain('core-is-pure');
});

test('Electron outside of its shell is refused', () => {
  expect(
    violations({ 'electron/host/a.ts': "import { app } from 'electron';\nexport { app };\n" }),
  ).toContain('electron-only-in-its-shell');
});

test('a cycle is refused', () => {
  expect(
    violations({
      'hub/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'hub/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    }),
  ).toContain('no-cycles');
});
