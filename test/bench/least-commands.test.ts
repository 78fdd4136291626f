import { describe, expect, it } from 'vitest';
import { leastReading } from './least-commands.ts';

const SHORT = { response: 256, extended: false };

describe('the least a reading can take', () => {
  it('is one command for what fits a short response: 231 bytes with 3DES, 223 with AES', () => {
    const commands = (length: number, block: 8 | 16) =>
      leastReading([{ length, block }], SHORT).commands;
    expect([commands(231, 8), commands(232, 8)]).toEqual([1, 2]);
    expect([commands(223, 16), commands(224, 16)]).toEqual([1, 2]);
  });

  it('counts the bytes of the worked example: 4 bytes of EF.COM (ICAO 9303-11, D.4)', () => {
    // 0CB000000D9701048E08…00, and 8709… 9902… 8E08… 9000
    expect(leastReading([{ length: 4, block: 8 }], SHORT)).toEqual({ commands: 1, bytes: 19 + 27 });
  });

  it('is one command a file where the line takes long responses', () => {
    const files = [95, 600, 2_200].map(length => ({ length, block: 16 }) as const);
    expect(leastReading(files, { response: 8_190, extended: true }).commands).toBe(3);
  });
});
