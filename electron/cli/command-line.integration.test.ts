import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { citizenCardQrOf } from '../../core/identity/synthetic-payloads.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';

const folder = mkdtempSync(join(tmpdir(), 'kiosk-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kiosk = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), ...args],
    { encoding: 'utf8', env: { ...process.env, XDG_DATA_HOME: folder } },
  );
  return { status, stdout, stderr };
};

const fileOf = (text: string): string => {
  const file = join(folder, 'kiosk.json');
  writeFileSync(file, text);
  return file;
};

test('the version and the help are what people expect', () => {
  expect(kiosk('--version')).toMatchObject({ status: 0, stdout: `${packageJson.version}\n` });
  const help = kiosk('--help');
  expect(help.status).toBe(0);
  for (const command of ['start', 'doctor', 'scan', 'visits', 'outbox', 'ticket', 'simulate']) {
    expect(help.stdout).toContain(command);
  }
});

describe('scan', () => {
  test('says what a card code holds: dates in ISO 8601, names as printed', () => {
    const person = syntheticPerson('ba-giang-thi-mai');
    const { status, stdout } = kiosk('scan', citizenCardQrOf(person) ?? '', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'citizen-card',
      fields: { citizenNumber: person.citizenNumber, name: person.name, birthDate: '1947' },
    });
  });

  test('says plainly what it does not know, and fails', () => {
    const { status, stdout } = kiosk('scan', 'hello', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'unknown', warnings: ['code-unknown'] });
  });
});

describe('configuration', () => {
  test('every problem is one line with the name that was meant', () => {
    const { status, stdout } = kiosk('config', 'check', '--config', fileOf('{"retentiondays": 3}'));
    expect(status).toBe(1);
    expect(stdout).toBe('retentiondays: is not a setting; did you mean "retentionDays"?\n');
  });

  test('what is in force is shown with its defaults', () => {
    const { status, stdout } = kiosk(
      'config',
      'show',
      '--json',
      '--config',
      fileOf('{"kioskId": "k7"}'),
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kioskId: 'k7', retentionDays: 7 });
  });
});

test('the sample ticket is a picture of paper', () => {
  const file = join(folder, 'ticket.png');
  const { status, stdout } = kiosk('ticket', '--sample', '--out', file, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ file, widthDots: 576 });
  expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
});

test.each([
  ['an unknown command', ['frobnicate'], 2],
  ['an unknown command of the outbox', ['outbox', 'frobnicate'], 2],
  ['an unknown command of the visits', ['visits', 'frobnicate'], 2],
  ['an unknown command of the simulators', ['simulate', 'frobnicate'], 2],
  ['an option that does not exist', ['visits', '--dya', 'x'], 2],
  ['a day that is none', ['visits', '--day', '2026-13-40'], 2],
  ['data that are not there', ['visits'], 1],
  ['a kiosk that does not run', ['simulate', 'remove-card'], 1],
  ['a configuration that is not there', ['visits', '--config', '/nowhere/kiosk.json'], 1],
])('%s gets a clear line and no stack trace', (_what, args, status) => {
  const answer = kiosk(...args);
  expect(answer.status).toBe(status);
  expect(answer.stdout).toBe('');
  expect(answer.stderr.trim()).not.toBe('');
  if (args.includes('frobnicate')) expect(answer.stderr).toContain("unknown command 'frobnicate'");
  expect(answer.stderr).not.toMatch(/\n\s+at |node:internal|FaultError/);
});
