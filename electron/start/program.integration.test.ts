import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programLog } from './program-log.ts';
import { type Program, type ReadyMessage, superviseProgram } from './program.ts';

let folder: string;
let program: Program | undefined;
let reports: string[];
let readies: ReadyMessage[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-'));
  reports = [];
  readies = [];
});
afterEach(async () => {
  await program?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const supervise = (code: string): Program => {
  const entry = join(folder, 'program.mjs');
  writeFileSync(entry, code);
  program = superviseProgram(
    {
      name: 'part',
      entry,
      args: () => [],
      log: programLog(join(folder, 'logs', 'part.log')),
      codeCache: join(folder, 'code-cache'),
      onMessage: message => readies.push(message as ReadyMessage),
    },
    line => reports.push(line),
  );
  return program;
};

const soon = async (reached: () => boolean): Promise<void> => {
  for (let waited = 0; waited < 20_000 && !reached(); waited += 20) {
    await new Promise(done => setTimeout(done, 20));
  }
  expect(reached()).toBe(true);
};

const READY = "process.send({ type: 'ready', pid: process.pid }); setInterval(() => {}, 1000);";

test('a program that says ready is started', async () => {
  await expect(supervise(READY).start()).resolves.toMatchObject({ type: 'ready' });
});

test('a program that is killed comes back under another number', async () => {
  const first = await supervise(READY).start();
  process.kill(Number(first['pid']), 'SIGKILL');
  await soon(() => readies.length === 2);
  expect(readies[1]?.['pid']).not.toBe(first['pid']);
  expect(reports).toEqual(['part ended (SIGKILL); starting it again']);
});

test('a program that refuses is not tried again, and its last words are the reason', async () => {
  const refusing = supervise(
    'process.stderr.write(\'{"level":30}\\nthe data are in use\\n\'); process.exitCode = 3;',
  );
  await expect(refusing.start()).rejects.toMatchObject({
    message: 'the data are in use',
    exitCode: 3,
  });
  expect(reports).toEqual([]);
});

test('a program that is stopped stays away', async () => {
  const running = supervise(READY);
  const { pid } = await running.start();
  await running.stop();
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  expect(running.pid).toBeUndefined();
  expect(reports).toEqual([]);
});
