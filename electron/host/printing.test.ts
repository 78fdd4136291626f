import { describe, expect, it } from 'vitest';
import type { PrintJob, PrintOutcome } from '../../core/contract/device.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../core/identity/synthetic-hospital.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { IssuedVisit } from '../../core/visit/visit-context.ts';
import type { PrintResult, StoredVisit } from '../storage/kiosk-store.ts';
import { checkIn, fromHub } from '../storage/testing/sample-visits.ts';
import { createPrinting } from './printing.ts';

const [POINT] = SYNTHETIC_SERVICE_POINTS;
const VISIT: IssuedVisit = {
  visitId: '00000000-0000-4000-8000-000000000001',
  number: {
    servicePointId: POINT!.id,
    day: '2026-03-02',
    numberClass: 'normal',
    sequence: 12,
    label: 'B-0012',
    source: 'hub',
  },
  offline: false,
};
const ORDER = {
  visit: VISIT,
  kind: 'visit',
  reason: undefined,
  language: 'vi',
  large: false,
  reprint: false,
} as const;

/** Everything the journal and the printer were told, in order. */
const rig = (
  outcomes: readonly PrintOutcome[],
  mayHang = false,
  refusal?: FaultError,
  stored?: StoredVisit,
) => {
  const told: string[] = [];
  const jobs: PrintJob[] = [];
  const states = new Map<string, string>();
  let ids = 0;
  const left = [...outcomes];
  const printing = createPrinting({
    bridge: {
      print: job => {
        told.push('print');
        jobs.push(job);
        return Promise.resolve(left.shift() ?? { outcome: 'printed' });
      },
    },
    catalogue: {
      current: () => ({
        hospital: SYNTHETIC_HOSPITAL,
        servicePoints: SYNTHETIC_SERVICE_POINTS.map(point => ({
          ...point,
          state: 'open' as const,
          waiting: 0,
        })),
        day: '2026-03-02',
        asOf: '2026-03-02T01:00:00.000Z',
        revision: '1',
      }),
      subscribe: () => () => undefined,
    },
    visits: { read: () => stored },
    prints: {
      begin: ({ jobId, kind }) => {
        if (refusal !== undefined) throw refusal;
        told.push(`begin ${kind}`);
        states.set(jobId, 'begun');
      },
      settle: (jobId, { outcome }: PrintResult) => {
        told.push(outcome);
        states.set(jobId, outcome);
      },
      mayBeOnPaper: () => [...states.values()].some(state => state !== 'failed'),
      mayHang: () => mayHang,
    },
    clock: { now: () => Date.UTC(2026, 2, 2, 1), after: () => () => undefined },
    ids: { uuid: () => `00000000-0000-4000-8000-00000000010${(ids += 1)}` },
  });
  const saysAgain = () =>
    jobs.map(({ document }) =>
      document.blocks.some(block => block.kind === 'banner' && block.text === 'BẢN IN LẠI'),
    );
  const numbers = () =>
    jobs.map(({ document }) => document.blocks.find(block => block.kind === 'number')?.text);
  return { printing, told, jobs, saysAgain, numbers };
};

describe('printing a ticket', () => {
  it('is in the journal before the printer hears of it, and settled before the patient does', async () => {
    const { printing, told } = rig([{ outcome: 'printed' }]);
    expect(await printing.print(ORDER)).toBe('printed');
    expect(told).toEqual(['begin ticket', 'print', 'printed']);
  });

  it.each(['printed', 'uncertain'] as const)(
    'says "printed again", with the same number, after a ticket that is %s',
    async outcome => {
      const { printing, saysAgain, numbers, told } = rig([{ outcome }]);
      await printing.print(ORDER);
      await printing.print({ ...ORDER, reprint: true });
      expect(saysAgain()).toEqual([false, true]);
      expect(numbers()).toEqual(['B-0012', 'B-0012']);
      expect(told).toContain('begin reprint');
    },
  );

  it('prints the first ticket as the first one after a job of which nothing came out', async () => {
    const { printing, saysAgain } = rig([{ outcome: 'failed', fault: 'printer-paper-end' }]);
    expect(await printing.print(ORDER)).toBe('failed');
    expect(await printing.print({ ...ORDER, reprint: true })).toBe('printed');
    expect(saysAgain()).toEqual([false, false]);
  });

  it('says when the number was taken, however late the ticket comes out', async () => {
    const { event } = checkIn(fromHub(12), { at: '2026-03-02T00:40:00.000Z' });
    const { number } = VISIT;
    const stored: StoredVisit = {
      event: { ...event, type: 'check-in', aggregate: 'patient-1', sequence: 1, number },
      extras: {},
      reprints: 0,
    };
    const { printing, jobs } = rig([], false, undefined, stored);
    await printing.print(ORDER);
    expect(JSON.stringify(jobs[0]?.document)).toContain('Lấy số lúc 07:40 ngày 02/03/2026');
  });

  it('gives every order a job of its own', async () => {
    const { printing, jobs } = rig([]);
    await printing.print(ORDER);
    await printing.print({ ...ORDER, reprint: true });
    expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(2);
  });

  it('tells the printer that a torn ticket may hang from it', async () => {
    const { printing, jobs } = rig([], true);
    await printing.print(ORDER);
    expect(jobs[0]?.leftover).toBe(true);
  });

  it('prints nothing that the journal could not note', async () => {
    const { printing, told } = rig([], false, new FaultError('storage-failed'));
    expect(await printing.print(ORDER).catch((thrown: unknown) => thrown)).toMatchObject({
      code: 'storage-failed',
    });
    expect(told).toEqual([]);
  });
});
