import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadKioskConfig } from './load-config.ts';
import { rewriteConfig } from './write-config.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'write-config-'));
  file = join(directory, 'kiosk.json');
  writeFileSync(file, '{"kioskId": "hall-2", "retentionDays": 3}');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('what is not named stays, and what was never set is not written', () => {
  const rewritten = rewriteConfig(file, { paperLowTickets: 12 });
  expect(rewritten).toMatchObject({ ok: true, config: { kioskId: 'hall-2', paperLowTickets: 12 } });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    kioskId: 'hall-2',
    retentionDays: 3,
    paperLowTickets: 12,
  });
  expect(loadKioskConfig(file).paperLowTickets).toBe(12);
});

test('a change that would not be a configuration leaves the file alone', () => {
  const before = readFileSync(file, 'utf8');
  const devices = [
    { id: 'a', driver: 'simulated-card-reader' },
    { id: 'a', driver: 'simulated-code-scanner' },
  ];
  const rewritten = rewriteConfig(file, { devices });
  expect(rewritten).toMatchObject({ ok: false });
  expect(rewritten.ok ? [] : rewritten.problems.join()).toContain('same id');
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test.runIf(process.platform !== 'win32')('the file keeps who may read it', () => {
  chmodSync(file, 0o640);
  rewriteConfig(file, { paperLowTickets: 1 });
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test('a file that is none is said so', () => {
  writeFileSync(file, '[]');
  expect(() => rewriteConfig(file, {})).toThrow('is not a configuration');
});
