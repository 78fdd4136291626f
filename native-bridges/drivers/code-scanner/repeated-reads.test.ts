import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { createRepeatedReads, REPEATED_READ_MS } from './repeated-reads.ts';

const rig = () => {
  const clock = createManualClock();
  const codes: string[] = [];
  return { clock, codes, reads: createRepeatedReads(clock, code => codes.push(code)) };
};

describe('createRepeatedReads', () => {
  it('makes one of a code that is read twice at once', () => {
    const { reads, codes } = rig();
    reads.push('LH26999921');
    reads.push('LH26999921');
    expect(codes).toEqual(['LH26999921']);
  });

  it('makes one of all the reads within two seconds of the first', async () => {
    const { reads, codes, clock } = rig();
    for (let read = 0; read < 20; read += 1) {
      reads.push('LH26999921');
      await clock.advance(REPEATED_READ_MS / 20 - 1);
    }
    expect(codes).toEqual(['LH26999921']);
  });

  it('lets nobody wait longer who tries again and again', async () => {
    const { reads, codes, clock } = rig();
    for (let read = 0; read < 5; read += 1) {
      reads.push('LH26999921');
      await clock.advance(1500);
    }
    expect(codes).toHaveLength(3);
  });

  it('takes a code that was shown again after it was away', async () => {
    const { reads, codes, clock } = rig();
    reads.push('LH26999921');
    await clock.advance(REPEATED_READ_MS);
    reads.push('LH26999921');
    expect(codes).toEqual(['LH26999921', 'LH26999921']);
  });

  it('takes another code at once, and the first one after it', () => {
    const { reads, codes } = rig();
    for (const code of ['A', 'B', 'A']) reads.push(code);
    expect(codes).toEqual(['A', 'B', 'A']);
  });

  it('forgets what was read when it is told to', () => {
    const { reads, codes } = rig();
    reads.push('A');
    reads.reset();
    reads.push('A');
    expect(codes).toEqual(['A', 'A']);
  });
});
