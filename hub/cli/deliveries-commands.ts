import { DELIVERY_STATES, type DeliveryState } from '../his/delivery/delivery-store.ts';
import {
  type DeliverySummary,
  countDeliveries,
  listDeliveries,
  retryDeliveries,
  showDelivery,
} from '../his/delivery/delivery-register.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { openDatabase } from '../storage/open-database.ts';
import { CommandError, type Output } from './output.ts';
import { type Settings } from './settings.ts';

const withDatabase = async <T>(
  settings: Settings,
  work: (database: Database) => Promise<T>,
): Promise<T> => {
  const database = await openDatabase(settings.database);
  try {
    await migrate(database);
    return await work(database);
  } finally {
    await database.close();
  }
};

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
  withDatabase(settings, async database => {
    const states = options.state === undefined ? UNDONE : [options.state];
    const deliveries = await listDeliveries(database, states, options.limit);
    const counts = await countDeliveries(database);
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
  withDatabase(settings, async database => {
    const delivery = await showDelivery(database, eventId);
    if (delivery === undefined)
      throw new CommandError('there is no delivery with this event id', 1);
    output.value(delivery);
  });

export const retrying = (
  settings: Settings,
  output: Output,
  eventIds: readonly string[],
  all: boolean,
): Promise<void> => {
  if (all === eventIds.length > 0) {
    throw new CommandError('name event ids, or --all', 2);
  }
  return withDatabase(settings, async database => {
    const now = new Date().toISOString();
    const queued = await retryDeliveries(database, all ? 'all' : eventIds, now);
    if (output.json) output.value({ queued });
    else output.line(`${queued} queued again`);
    if (!all && queued < eventIds.length) {
      throw new CommandError(`${eventIds.length - queued} of them cannot be queued`, 1);
    }
  });
};
