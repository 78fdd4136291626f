import { type FaultCode } from '../../../core/contract/errors.ts';
import { type PageOrder } from '../../../core/contract/page-device.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type CodeScannerDriver, type DriverContext } from '../../contract/driver.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { pageMessage } from '../../transports/page/page-line.ts';
import { createCodeIntake } from './code-intake.ts';

export interface PageScannerOptions {
  readonly driver: DriverName;
  /** What the page shall listen to. */
  readonly order: Extract<PageOrder, { kind: 'scan-keyboard' | 'scan-camera' }>;
}

/** A page that is alive answers at once; a camera takes a moment to be found. */
const ANSWER_MS = 5000;

/** A scanner that only the page of the kiosk can hear. Emits every code the page reports. */
export const createPageScanner = (
  { driver, order }: PageScannerOptions,
  context: DriverContext,
): CodeScannerDriver => {
  const { deviceId, clock, emit, recorder } = context;
  const report = createStatusReporter(context, 'code-scanner', driver);
  const intake = createCodeIntake(context);
  // Begins with the time, so that a process started anew takes no old report for its own.
  let orderId = clock.now();
  let listening = false;
  let cancelWait: () => void = () => undefined;

  const away = (fault: FaultCode): void => {
    cancelWait();
    intake.reset();
    report({ state: 'unavailable', fault });
  };

  return {
    kind: 'code-scanner',
    start: () => {
      away('device-absent');
      return Promise.resolve();
    },
    stop: () => {
      listening = false;
      cancelWait();
      intake.reset();
      return Promise.resolve();
    },
    onPage: {
      place: 'screen',
      pageIsThere: there => {
        listening = there;
        recorder?.condition(there ? undefined : 'device-absent');
        cancelWait();
        if (!there) {
          away('device-absent');
          return;
        }
        orderId += 1;
        recorder?.message('sent', pageMessage({ orderId, order }));
        emit({ type: 'page-order', deviceId, orderId, order });
        cancelWait = clock.after(ANSWER_MS, () => away('device-absent'));
      },
      takeReport: said => {
        if (!listening || said.deviceId !== deviceId || said.orderId !== orderId) return;
        cancelWait();
        recorder?.message('received', pageMessage(said));
        switch (said.result) {
          case 'done': {
            report({ state: 'ready' });
            return;
          }
          case 'failed': {
            away(said.fault ?? 'not-possible-now');
            return;
          }
          case 'code':
            intake.push(said.text);
        }
      },
    },
  };
};
