import { describe, expect, it } from 'vitest';
import { createManualClock, settleWith } from '../../conformance/manual-clock.ts';
import { DOCUMENT_ANSWERED_MS, DOCUMENT_FOLLOWED_MS } from '../../contract/document-patience.ts';
import { createSimulatedIppPrinter } from '../../simulators/ipp/printer.ts';
import { pause } from '../../core/deadline.ts';
import { createIppClient } from './ipp/client.ts';
import { runDocumentJob } from './print-job.ts';

const MINUTE = 60_000;

/** A printer that needs `pageMs` for a page and `answerMs` for an answer. */
const printing = async ({ pageMs, answerMs }: { pageMs: number; answerMs: number }) => {
  const clock = createManualClock();
  let pages = 0;
  const printer = createSimulatedIppPrinter(
    ['image/pwg-raster'],
    clock,
    () => (pages += 1),
    pageMs,
  );
  const client = createIppClient({
    printerUri: 'ipp://printer/ipp/print',
    exchange: async request => {
      await pause(clock, answerMs);
      return printer.answer(request);
    },
    stop: () => undefined,
  });
  let begun = 0;
  const job = runDocumentJob(
    {
      jobId: '00000000-0000-4000-8000-000000000001',
      sheet: { language: 'vi', title: 'Thử', blocks: [] },
      copies: 1,
      sides: 'one-sided',
    },
    { client, clock, onState: () => undefined },
    () => {
      begun = clock.now();
      return Promise.resolve();
    },
  );
  const outcome = await settleWith(clock, job, 100);
  const took = clock.now() - begun;
  await clock.advance(10 * MINUTE);
  return { outcome, took, pages };
};

describe('an A4 job', () => {
  it('is followed to its end, however slow the printer warms up', async () => {
    expect(await printing({ pageMs: 2.5 * MINUTE, answerMs: 100 })).toMatchObject({
      outcome: { outcome: 'printed' },
      pages: 1,
    });
  });

  it('is taken back after three minutes, while whoever asked still waits for the answer', async () => {
    const { outcome, took, pages } = await printing({ pageMs: 5 * MINUTE, answerMs: 4_900 });
    expect(outcome.outcome).toBe('failed');
    expect(pages).toBe(0);
    expect(took).toBeGreaterThan(DOCUMENT_FOLLOWED_MS);
    expect(took).toBeLessThan(DOCUMENT_ANSWERED_MS - 10_000);
  });
});
