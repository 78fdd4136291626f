import { describe, expect, it, vi } from 'vitest';
import { type PrintOutcome } from '../../core/contract/device.ts';
import { createJobOutcomes } from './job-outcomes.ts';

const work = (outcome: PrintOutcome['outcome']) => vi.fn(() => Promise.resolve({ outcome }));

describe('the outcome of a job', () => {
  it.each(['printed', 'uncertain'] as const)('%s is the answer to its repetition', async word => {
    const once = createJobOutcomes();
    const paper = work(word);
    expect(once('a', paper)).toBe(once('a', paper));
    expect(await once('a', paper)).toEqual({ outcome: word });
    expect(paper).toHaveBeenCalledOnce();
  });

  it('failed lets the same job be tried again', async () => {
    const once = createJobOutcomes();
    const paper = work('failed');
    await once('a', paper);
    await once('a', paper);
    expect(paper).toHaveBeenCalledTimes(2);
  });

  it('is forgotten after the outcomes of two thousand others', async () => {
    const once = createJobOutcomes();
    const paper = work('printed');
    await once('first', paper);
    for (let job = 0; job < 2_000; job += 1) void once(`job ${job}`, work('printed'));
    await once('first', paper);
    expect(paper).toHaveBeenCalledTimes(2);
  });
});
