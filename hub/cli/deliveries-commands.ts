import { DELIVERY_STATES, type DeliveryState } from '../his/delivery/delivery-store.ts';
import { type DeliverySummary } from '../server/admin.ts';
import { CommandError, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

const UNDONE = DELIVERY_STATES.filter(state => state !== 'delivered');

const rowOf = (delivery: DeliverySummary): string =>
  [
    delivery.eventId,
    delivery.state.padEnd(9),
    delivery.label.padEnd(8),
    delivery.day,
    `${delivery.attempts}×`.padEnd(4),
    [delivery.fault, delivery.httpStatus].filter(part => part !== null).join(' '),
  ].join('  ');

export const listing = (
  settings: Settings,
  output: Output,
  options: { readonly state?: DeliveryState; readonly limit: number },
): Promise<void> =>
  withRegister(settings, async register => {
    const states = options.state === undefined ? UNDONE : [options.state];
    const { deliveries } = await register.list({ states, limit: options.limit });
    const counts = await register.counts({});
    if (output.json) {
      output.value({ counts, deliveries });
      return;
    }
    for (const delivery of deliveries) output.line(rowOf(delivery));
    output.line(
      Object.entries(counts)
        .map(([state, number]) => `${state} ${number}`)
        .join(' · '),
    );
  });

export const showing = (settings: Settings, output: Output, eventId: string): Promise<void> =>
  withRegister(settings, async register => {
    const delivery = await register.show({ eventId });
    if (delivery === null) throw new CommandError('there is no delivery with this event id', 1);
    output.value(delivery);
  });

export const retrying = (
  settings: Settings,
  output: Output,
  eventIds: readonly string[],
  all: boolean,
): Promise<void> => {
  if (all === eventIds.length > 0) throw new CommandError('name event ids, or --all', 2);
  return withRegister(settings, async register => {
    const { queued } = await register.retry({ eventIds: all ? 'all' : [...eventIds] });
    if (output.json) output.value({ queued });
    else output.line(`${queued} queued again`);
    if (!all && queued < eventIds.length) {
      throw new CommandError(`${eventIds.length - queued} of them cannot be queued`, 1);
    }
  });
};

export const listingRefused = (settings: Settings, output: Output, limit: number): Promise<void> =>
  withRegister(settings, async register => {
    const { refused } = await register.refused({ limit });
    if (output.json) {
      output.value({ refused });
      return;
    }
    for (const { eventId, kioskId, fault, receivedAt } of refused) {
      output.line([eventId, receivedAt, kioskId, fault].join('  '));
    }
    output.line(`${refused.length} refused at intake`);
  });
