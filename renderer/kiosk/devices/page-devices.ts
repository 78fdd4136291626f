import type { PageReport } from '../../../core/contract/page-device.ts';
import type { KioskConnection } from '../../ui/connection/connect.ts';
import type { Screen } from '../screen-store.ts';
import { createPaymentPlace } from './payment-shown.ts';
import { createSoundPlayer, type SoundPlayer } from './sound-player.ts';

/**
 * Runs the loudspeaker and the payment display that are part of the page, as the host orders them,
 * and says what became of each order. Returns what ends them.
 */
export const runPageDevices = (
  connection: Pick<KioskConnection, 'call' | 'subscribe' | 'watch'>,
  { store }: Pick<Screen, 'store'>,
  player: SoundPlayer = createSoundPlayer(),
): (() => void) => {
  const place = createPaymentPlace(payment => store.setState({ payment }));

  const endPushes = connection.subscribe(push => {
    if (push.type !== 'device-order') return;
    const { deviceId, orderId, order } = push;
    const done = (): PageReport => ({ deviceId, orderId, result: 'done' });
    const failed = (): PageReport => ({
      deviceId,
      orderId,
      result: 'failed',
      fault: 'not-possible-now',
    });
    const report = (of: PageReport): void => void connection.call('deviceReport', of);
    switch (order.kind) {
      case 'payment': {
        place.tell(order.payment).then(
          () => report(done()),
          () => report(failed()),
        );
        return;
      }
      case 'sound':
        void player.play(order).then(whole => report(whole ? done() : failed()));
        return;
      default:
      // Scanners of the page are run elsewhere.
    }
  });
  // The host tells a page that has come back what still stands; until then nothing does.
  const endWatch = connection.watch(link => {
    if (link !== 'lost') return;
    place.close();
    store.setState({ payment: null });
  });

  return () => {
    endPushes();
    endWatch();
    place.close();
    player.close();
  };
};
