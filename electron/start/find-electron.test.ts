import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron } from './find-electron.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'electron-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const put = (path: string, text: string) => {
  mkdirSync(join(directory, path, '..'), { recursive: true });
  writeFileSync(join(directory, path), text);
};

describe('the program of Electron', () => {
  it('is found where its package has been completed', () => {
    put('path.txt', 'electron\n');
    put('dist/electron', '');
    expect(findElectron(directory)).toBe(join(directory, 'dist', 'electron'));
  });

  it('is not there when only the package was installed', () => {
    put('package.json', '{}');
    expect(findElectron(directory)).toBeNull();
  });

  it('is not there when its download was broken off', () => {
    put('path.txt', 'electron');
    expect(findElectron(directory)).toBeNull();
    put('path.txt', '');
    put('dist/version', '45.4.1');
    expect(findElectron(directory)).toBeNull();
  });

  it('is looked for in the installed package, if there is one', () => {
    expect(findElectron(undefined)).toSatisfy(
      (found: unknown) => found === null || typeof found === 'string',
    );
  });
});
