import { join } from 'node:path';
import type { Handlers } from '../../core/contract/contract.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { StaffContract } from '../../core/contract/staff.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import type { Watched } from '../hub-client/watched.ts';
import { exportUndelivered } from '../outbox/export-file.ts';
import type { KioskStore, OutboxRow } from '../storage/kiosk-store.ts';
import type { StaffAction } from '../storage/staff-table.ts';
import { exportPlaces, type ExportPlace } from './export-places.ts';

export interface OutboxDeskParts {
  readonly kioskId: () => string;
  readonly store: Pick<KioskStore, 'outbox' | 'visits'>;
  readonly pressure: Watched<Pressure>;
  readonly clock: Clock;
  readonly places?: () => readonly ExportPlace[];
  readonly audit: (action: StaffAction, detail: string) => void;
}

type OutboxHandlers = Pick<
  Handlers<StaffContract>,
  'staffOutbox' | 'staffRetryOutbox' | 'staffExportOutbox'
>;
type Seen = Awaited<ReturnType<OutboxHandlers['staffOutbox']>>;
type Pressure = Seen['step'];

const SHOWN = 20;

/** What of this kiosk the hub does not have, as staff see it: numbers and reasons, and nobody. */
export const createOutboxDesk = (parts: OutboxDeskParts): OutboxHandlers => {
  const { store, clock, audit, places = exportPlaces } = parts;

  const labelOf = ({ sequence }: OutboxRow): string | undefined => {
    const [visit] = store.visits.list({ before: sequence + 1, limit: 1 });
    return visit?.sequence === sequence ? visit.number.label : undefined;
  };

  const deadLetter = (row: OutboxRow): Seen['dead'][number] => {
    const label = labelOf(row);
    return {
      eventId: row.eventId,
      at: row.createdAt,
      state: row.state === 'rejected' ? 'rejected' : 'failed',
      fault: row.fault ?? 'internal',
      ...(label === undefined ? {} : { label }),
    };
  };

  return {
    staffOutbox: () => {
      const { queued, inFlight, rejected, failed } = store.outbox.counts();
      const oldest = store.outbox.oldestWaiting();
      return {
        step: parts.pressure.current(),
        waiting: queued + inFlight,
        ...(oldest === undefined ? {} : { oldest }),
        deadCount: rejected + failed,
        dead: store.outbox.list({ states: ['rejected', 'failed'], limit: SHOWN }).map(deadLetter),
        places: places()
          .map(({ name }) => name.slice(0, 60))
          .slice(0, 8),
      };
    },
    staffRetryOutbox: ({ eventIds }) => {
      const retried = store.outbox.retry(eventIds ?? 'all-dead');
      audit('outbox-retried', String(retried));
      return { retried };
    },
    staffExportOutbox: ({ place }) => {
      const found = places().find(({ name }) => name.slice(0, 60) === place);
      if (found === undefined) return { result: 'refused', fault: 'device-absent' };
      const time = instantOf(clock.now()).replaceAll(/[:.]/g, '-');
      const file = `tiep-don-${parts.kioskId()}-${time}.jsonl`;
      try {
        const exported = exportUndelivered(store.outbox, join(found.directory, file));
        audit('outbox-exported', `${exported} to ${place}`);
        return { result: 'exported', file, exported };
      } catch (cause) {
        return { result: 'refused', fault: asFaultError(cause).code };
      }
    },
  };
};
