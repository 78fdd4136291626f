import type { FaultCode } from '../../../core/contract/errors.ts';
import type { StepView } from '../../../core/contract/kiosk.ts';
import type { AddressedPageOrder, PageReport } from '../../../core/contract/page-device.ts';
import type { KioskConnection } from '../../ui/connection/connect.ts';
import type { Screen, ScreenState } from '../screen-store.ts';
import { createCameraScanner } from './camera-scanner.ts';
import { listenToKeyboard } from './keyboard-scanner.ts';

/** Only here is anybody asked to show a code. */
const asksForCode = (step: StepView): boolean =>
  step.name === 'identify' ||
  step.name === 'type-slip' ||
  (step.name === 'card-key' && step.way === 'code');

const cameraWanted = ({ snapshot, link }: ScreenState): boolean =>
  link === 'open' &&
  snapshot !== null &&
  snapshot.idle.state === 'active' &&
  asksForCode(snapshot.step);

/** A scanner at work, until it is ended. */
type EndScanner = () => void;
type Report = (said: Said) => void;
type Said =
  | { readonly result: 'done' }
  | { readonly result: 'failed'; readonly fault: FaultCode }
  | { readonly result: 'code'; readonly text: string };

/**
 * Runs the scanners that are part of the page, as the host orders them, and reports what they read.
 * Returns what ends them all.
 */
export const runPageScanners = (
  connection: Pick<KioskConnection, 'call' | 'subscribe'>,
  { store }: Pick<Screen, 'store'>,
): (() => void) => {
  const running = new Map<string, EndScanner>();

  const startCamera = (camera: string | undefined, report: Report): EndScanner => {
    const scanner = createCameraScanner({
      camera,
      onCode: text => report({ result: 'code', text }),
      onState: fault =>
        report(fault === undefined ? { result: 'done' } : { result: 'failed', fault }),
      onPicture: viewfinder => store.setState({ viewfinder }),
    });
    const follow = (state: ScreenState): void => scanner.show(cameraWanted(state));
    const unfollow = store.subscribe(follow);
    follow(store.getState());
    return () => {
      unfollow();
      scanner.stop();
    };
  };

  const start = ({ order }: AddressedPageOrder, report: Report): EndScanner | undefined => {
    switch (order.kind) {
      case 'scan-keyboard': {
        const { prefix, betweenKeysMs } = order;
        const onCode = (text: string): void => report({ result: 'code', text });
        const end = listenToKeyboard({ prefix, betweenKeysMs, onCode });
        report({ result: 'done' });
        return end;
      }
      case 'scan-camera':
        return startCamera(order.camera, report);
      default:
        return undefined;
    }
  };

  const endPushes = connection.subscribe(push => {
    if (push.type !== 'device-order') return;
    const { deviceId, orderId, order } = push;
    if (order.kind !== 'scan-keyboard' && order.kind !== 'scan-camera') return;
    running.get(deviceId)?.();
    const end = start({ deviceId, orderId, order }, said => {
      const report: PageReport = { deviceId, orderId, ...said };
      void connection.call('deviceReport', report);
    });
    if (end !== undefined) running.set(deviceId, end);
  });

  return () => {
    endPushes();
    for (const end of running.values()) end();
  };
};
