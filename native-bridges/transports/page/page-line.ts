import { FaultError } from '../../../core/contract/errors.ts';
import {
  type PageOrder,
  type PagePlace,
  type PageReport,
} from '../../../core/contract/page-device.ts';
import { type DriverContext } from '../../contract/driver.ts';
import { TIMED_OUT, within } from '../../core/deadline.ts';

/** The line to a device that is part of the kiosk's page. */
export interface PageLine {
  readonly place: PagePlace;
  readonly isThere: () => boolean;
  /**
   * Resolves when the page has done it; nothing is kept for a page that comes later.
   * @throws FaultError `device-absent` while there is no page or where it does not answer within
   * `ms`, `not-possible-now` where the browser cannot or may not
   */
  send(order: PageOrder, ms: number): Promise<void>;
  pageIsThere(there: boolean): void;
  takeReport(report: PageReport): void;
}

export const createPageLine = (
  context: Pick<DriverContext, 'deviceId' | 'clock' | 'emit' | 'recorder'>,
  onPage: (there: boolean) => void,
  place: PagePlace = 'screen',
): PageLine => {
  const { deviceId, clock, emit, recorder } = context;
  const waiting = new Map<number, (result: PageReport['result'] | 'gone') => void>();
  let there = false;
  // Begins with the time, so that a process started anew takes no old answer for its own.
  let lastOrderId = clock.now();

  const send = async (order: PageOrder, ms: number): Promise<void> => {
    if (!there) throw new FaultError('device-absent', 'no page is there');
    lastOrderId += 1;
    const orderId = lastOrderId;
    const answer = new Promise<PageReport['result'] | 'gone'>(resolve =>
      waiting.set(orderId, resolve),
    );
    recorder?.message('sent', pageMessage({ orderId, order }));
    emit({ type: 'page-order', deviceId, orderId, order });
    const result = await within(clock, ms, answer).finally(() => waiting.delete(orderId));
    if (result === 'done') return;
    if (result === 'failed') throw new FaultError('not-possible-now', 'the page could not');
    const why = result === TIMED_OUT ? 'the page does not answer' : 'the page has gone';
    throw new FaultError('device-absent', why);
  };

  return {
    place,
    isThere: () => there,
    send,
    pageIsThere: now => {
      there = now;
      recorder?.condition(now ? undefined : 'device-absent');
      if (!now) for (const settle of waiting.values()) settle('gone');
      onPage(now);
    },
    takeReport: report => {
      if (report.deviceId !== deviceId) return;
      recorder?.message('received', pageMessage(report));
      waiting.get(report.orderId)?.(report.result);
    },
  };
};

/** An order or a report as it is written down. */
export const pageMessage = (
  message: { readonly orderId: number; readonly order: PageOrder } | PageReport,
): Uint8Array => Buffer.from(JSON.stringify(message));
