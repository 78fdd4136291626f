import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { DELIVERY_STATES, type DeliveryState } from '../his/delivery/delivery-store.ts';
import { type DeliverySummary } from '../server/admin-contract.ts';
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

const REFUSED_LOOKED_AT = 10_000;

/** The ids as they are kept. @throws CommandError for what is the id of no event. */
const eventIdsIn = (given: readonly string[]): string[] =>
  given.map(id => {
    const { data } = z.uuid().safeParse(id.trim().toLowerCase());
    if (data !== undefined) return data;
    throw new CommandError(
      `"${id}" is not the id of an event: outbox list and outbox refused show them in full`,
      2,
    );
  });

export const showing = async (settings: Settings, output: Output, given: string): Promise<void> => {
  const [eventId = ''] = eventIdsIn([given]);
  await withRegister(settings, async register => {
    const delivery = await register.show({ eventId });
    if (delivery !== null) {
      output.value(delivery);
      return;
    }
    const { refused } = await register.refused({ limit: REFUSED_LOOKED_AT });
    const found = refused.find(event => event.eventId === eventId);
    if (found === undefined) throw new CommandError('there is no event with this id', 1);
    output.value({ ...found, state: 'refused' });
  });
};

export const retrying = async (
  settings: Settings,
  output: Output,
  given: readonly string[],
  all: boolean,
): Promise<void> => {
  if (all === given.length > 0) throw new CommandError('name event ids, or --all', 2);
  const eventIds = eventIdsIn(given);
  await withRegister(settings, async register => {
    const { queued } = await register.retry({ eventIds: all ? 'all' : eventIds });
    if (output.json) output.value({ queued });
    else output.line(`${queued} queued again`);
    if (!all && queued < eventIds.length) {
      throw new CommandError(`${eventIds.length - queued} of them cannot be queued`, 1);
    }
  });
};

const EXPORTED_AT_ONCE = 200;

/** Nothing is written over: an export may be the only copy of a visit. */
const newFile = (file: string): number => {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = isThere ? 'is there already; name a new file' : 'cannot be written';
    throw new CommandError(`${file} ${why}`, 1);
  }
};

/** Whole events with personal data, one JSON a line: the file is for its owner's eyes only. */
export const exporting = (settings: Settings, output: Output, file: string): Promise<void> =>
  withRegister(settings, async register => {
    const handle = newFile(file);
    let exported = 0;
    try {
      for (;;) {
        const { events } = await register.exported({ after: exported, limit: EXPORTED_AT_ONCE });
        for (const event of events) writeSync(handle, `${JSON.stringify(event)}\n`);
        exported += events.length;
        if (events.length < EXPORTED_AT_ONCE) break;
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (output.json) output.value({ exported, file });
    else {
      output.line(
        `${exported} events in ${file}: personal data, keep it safe and delete it after use`,
      );
    }
  });

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
