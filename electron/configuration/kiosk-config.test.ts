import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { userDataDirectory } from './data-directory.ts';
import { loadKioskConfig, problemsOfConfig } from './load-config.ts';

const directory = mkdtempSync(join(tmpdir(), 'kiosk-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const fileOf = (text: string): string => {
  const file = join(directory, 'kiosk.json');
  writeFileSync(file, text);
  return file;
};

test('an empty file is a kiosk with simulated devices', () => {
  const config = loadKioskConfig(fileOf('{}'));
  expect(config.devices.map(device => device.driver)).toEqual([
    'simulated-card-reader',
    'simulated-code-scanner',
    'simulated-receipt-printer',
  ]);
  expect(config).toEqual(loadKioskConfig(undefined));
});

test('an unknown name is refused together with the one that was meant', () => {
  const problems = problemsOfConfig(fileOf('{"kioskid": "a", "pace": {"idleSecond": 5}}'));
  expect(problems.toSorted()).toEqual([
    'kioskid: is not a setting; did you mean "kioskId"?',
    'pace.idleSecond: is not a setting; did you mean "idleSeconds"?',
  ]);
});

test.each([
  ['{"kioskId": ', /JSON/],
  ['{"hubUrl": "ftp://hub"}', /hubUrl/],
  [
    '{"devices": [{"id": "a", "driver": "simulated-card-reader"}, {"id": "a", "driver": "simulated-code-scanner"}]}',
    /same id/,
  ],
  ['[]', /kiosk\.json/],
])('%s is refused in one line', (text, why) => {
  expect(() => loadKioskConfig(fileOf(text))).toThrow(why);
});

test('a file that is not there says so', () => {
  expect(() => loadKioskConfig(join(directory, 'none.json'))).toThrow('there is no such file');
});

test.each([
  ['linux', {}, join('/home/u', '.local', 'share', 'tiep-don')],
  ['linux', { XDG_DATA_HOME: '/data' }, join('/data', 'tiep-don')],
  ['darwin', {}, join('/home/u', 'Library', 'Application Support', 'tiep-don')],
  ['win32', { LOCALAPPDATA: 'C:\\L' }, join('C:\\L', 'tiep-don')],
] as const)('data are where %s keeps them', (platform, environment, expected) => {
  expect(userDataDirectory({ platform, environment, home: '/home/u' })).toBe(expected);
});
