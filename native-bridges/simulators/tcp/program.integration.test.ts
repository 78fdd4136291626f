import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { handOf, HANDS } from './hands.ts';

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url));
const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

const until = async (condition: () => boolean): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
};

const start = (...args: readonly string[]) => {
  const out = mkdtempSync(join(tmpdir(), 'tiep-don-sheets-'));
  closing.push(() => rmSync(out, { recursive: true, force: true }));
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--out', out, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  closing.push(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return { child, out, said: () => said };
};

describe('the simulated network printer as a program', () => {
  it('answers status, obeys typed hands, and leaves its sheets as pictures', async () => {
    const { child, out, said } = start('--profile', 'generic-58mm', '--second', 'refused');
    await until(() => said().includes('listening'));
    const socket = connect(Number(/:(\d+) /.exec(said())?.[1]), '127.0.0.1');
    closing.push(() => socket.destroy());
    const heard: number[] = [];
    socket.on('data', (bytes: Buffer) => heard.push(...bytes));
    socket.write(Uint8Array.of(0x10, 0x04, 0x04));
    await until(() => heard.length === 1);
    child.stdin.write('paper end\n');
    await until(() => {
      socket.write(Uint8Array.of(0x10, 0x04, 0x04));
      return heard.includes(0x7e);
    });
    child.stdin.write('Paper  OK\nsing\n');
    await until(() => said().includes('not something a person can do'));
    socket.write(
      Uint8Array.of(0x1d, 0x76, 0x30, 0, 48, 0, 8, 0, ...Array.from({ length: 384 }, () => 0xff)),
    );
    await until(() => readdirSync(out).length === 1);
    const [sheet = ''] = readdirSync(out);
    expect(readFileSync(join(out, sheet)).subarray(1, 4).toString()).toBe('PNG');
  });

  it('does not start as a model that nobody knows', async () => {
    const { child, said } = start('--profile', 'typewriter');
    const code = await new Promise(resolve => child.once('close', resolve));
    expect(code).toBe(2);
    expect(said()).toContain('generic-80mm');
  });

  it('knows every line it offers', () => {
    expect(HANDS.map(handOf).filter(hand => hand.do === 'unknown')).toEqual([]);
  });
});
