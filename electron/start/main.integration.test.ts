import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const start = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });

test.each([
  ['a shell that does not exist', ['--shell', 'foo'], 'Allowed choices'],
  ['a port that is none', ['--hub-port', '99999'], 'from 0 to 65535'],
  ['an option that does not exist', ['--frobnicate'], "unknown option '--frobnicate'"],
  ['a word too many', ['frobnicate'], 'too many arguments'],
])('%s is not understood: 2, and why in plain words', (_what, args, why) => {
  const { status, stdout, stderr } = start(...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(why);
  expect(stderr).not.toMatch(/\n\s+at |node:internal/);
});

test('data that cannot be used end with 1', () => {
  const { status, stderr } = start('--shell', 'none', '--data', import.meta.filename);
  expect(status).toBe(1);
  expect(stderr).toBe(`${import.meta.filename} cannot be used as a data directory\n`);
});

test('help and version end well', () => {
  expect(start('--version')).toMatchObject({ status: 0, stdout: `${packageJson.version}\n` });
  expect(start('--help')).toMatchObject({ status: 0, stderr: '' });
});
