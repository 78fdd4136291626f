import { describe, expect, it } from 'vitest';
import { type DeviceStatus } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { createManualClock, settleWith } from '../../conformance/manual-clock.ts';
import { createSimulatedIppPrinter } from '../../simulators/ipp/printer.ts';
import { createDocumentPrinter } from './driver.ts';

const PAGE_MS = 500;
const OWNER = 'tiep-don-sanh-a-1-a4';
const begin = (): Promise<void> => Promise.resolve();
let jobs = 0;
const job = () => {
  jobs += 1;
  return {
    jobId: `00000000-0000-4000-b000-${String(jobs).padStart(12, '0')}`,
    sheet: { language: 'vi' as const, title: 'Thử', blocks: [] },
    copies: 1,
    sides: 'one-sided' as const,
  };
};

/** A printer on the network, and device processes that come and go. */
const network = () => {
  const clock = createManualClock();
  let pages = 0;
  const printer = createSimulatedIppPrinter(
    ['image/pwg-raster'],
    clock,
    () => (pages += 1),
    PAGE_MS,
  );
  /** Starts a driver; when its process dies, the printer hears nothing more of it. */
  const open = async (owner: string | undefined) => {
    let alive = true;
    const statuses: DeviceStatus[] = [];
    const driver = createDocumentPrinter(
      {
        driver: 'ipp-document-printer',
        line: {
          ...printer.line,
          exchange: (request, limits) =>
            alive
              ? printer.line.exchange(request, limits)
              : Promise.reject(new FaultError('printer-silent', 'nobody asks any more')),
        },
        owner,
      },
      {
        deviceId: 'a4',
        clock,
        cardReported: false,
        emit: event => {
          if (event.type === 'status') statuses.push(event.status);
        },
        log: () => undefined,
      },
    );
    await settleWith(clock, driver.start(), 10);
    return {
      driver,
      cut: () => (alive = false),
      join: () => (alive = true),
    };
  };
  /** Has a document stand in the printer, which waits for paper, and ends the process. */
  const leave = async (owner: string | undefined) => {
    const first = await open(owner);
    const outcome = first.driver.print(job(), begin);
    await clock.advance(PAGE_MS / 2);
    printer.hardware.act({ action: 'paper', state: 'end' });
    first.cut();
    return { ...first, outcome };
  };
  const putPaperIn = async (): Promise<void> => {
    printer.hardware.act({ action: 'paper', state: 'ok' });
    await clock.advance(10 * PAGE_MS);
  };
  return { clock, printer, open, leave, putPaperIn, pages: () => pages };
};

describe('documents that an ended process left in the printer', () => {
  it('are taken back by the next one, and do not come out when there is paper again', async () => {
    const { clock, printer, open, leave, putPaperIn, pages } = network();
    await leave(OWNER);
    const { driver } = await open(OWNER);
    await putPaperIn();
    expect([printer.documents.length, pages()]).toEqual([1, 0]);

    expect(await settleWith(clock, driver.print(job(), begin), 50)).toEqual({ outcome: 'printed' });
    expect(pages()).toBe(1);
  });

  it('stay where they are another kiosk’s, or nobody can tell whose they are', async () => {
    for (const [before, after] of [
      ['tiep-don-sanh-a-2-a4', OWNER],
      [undefined, OWNER],
      [OWNER, undefined],
    ]) {
      const { open, leave, putPaperIn, pages } = network();
      await leave(before);
      await open(after);
      await putPaperIn();
      expect(pages()).toBe(1);
    }
  });

  it('are taken back as soon as the printer answers, where it was away at first', async () => {
    const { clock, printer, open, leave, putPaperIn, pages } = network();
    await leave(OWNER);
    printer.hardware.act({ action: 'plug', connected: false });
    await open(OWNER);
    printer.hardware.act({ action: 'plug', connected: true });
    await clock.advance(2_000);
    await putPaperIn();
    expect(pages()).toBe(0);
  });
});

describe('a document of which nobody knows what became', () => {
  it('is taken back when the printer answers again', async () => {
    const { clock, leave, putPaperIn, pages } = network();
    const { outcome, join } = await leave(OWNER);
    expect((await settleWith(clock, outcome, 100)).outcome).toBe('uncertain');
    join();
    await clock.advance(2_000);
    await putPaperIn();
    expect(pages()).toBe(0);
  });
});
