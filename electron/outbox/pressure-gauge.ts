import { statfs } from 'node:fs/promises';
import type { PressureStep } from '../../core/contract/staff.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Log } from '../host/host-interface.ts';
import { type Watched, watched } from '../hub-client/watched.ts';
import type { OutboxTable } from '../storage/kiosk-store.ts';
import { type PressureReading, stepAfter } from './pressure-steps.ts';

export interface PressureGaugeParts {
  readonly outbox: Pick<OutboxTable, 'counts'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Room on the disk of the data, in bytes. */
  readonly freeBytes: () => Promise<number>;
}

export interface PressureGauge extends Watched<PressureStep> {
  /** Looks now, and then every ten seconds. */
  start(): void;
  stop(): void;
  /** Looks once. */
  look(): Promise<void>;
}

const EVERY_MS = 10_000;
const MB = 1024 * 1024;

/** Room for this process on the disk a folder is on. */
export const freeBytesOf = (directory: string) => async (): Promise<number> => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
};

/** What the hub does not have, and the room on the disk, as they are now. */
export const readPressure = async ({
  outbox,
  freeBytes,
}: Pick<PressureGaugeParts, 'outbox' | 'freeBytes'>): Promise<PressureReading> => {
  const { queued, inFlight, rejected, failed } = outbox.counts();
  return { waiting: queued + inFlight + rejected + failed, freeMb: (await freeBytes()) / MB };
};

/** Says how full the kiosk is: by what waits for the hub, and by the room on its disk. */
export const createPressureGauge = (parts: PressureGaugeParts): PressureGauge => {
  const { clock, log } = parts;
  const step = watched<PressureStep>('ample');
  let running = false;
  let cancel = (): void => undefined;

  const look = async (): Promise<void> => {
    try {
      const reading = await readPressure(parts);
      const next = stepAfter(step.current(), reading);
      if (next === step.current()) return;
      const found = { step: next, waiting: reading.waiting, freeMb: Math.floor(reading.freeMb) };
      if (next === 'ample') log.info(found, 'the kiosk has room again');
      else log.warn(found, 'the kiosk gives way');
      step.set(next);
    } catch {
      log.warn({}, 'the room on the disk could not be looked at');
    }
  };

  const turn = async (): Promise<void> => {
    await look();
    if (running) cancel = clock.after(EVERY_MS, () => void turn());
  };

  return {
    current: step.current,
    subscribe: step.subscribe,
    look,
    start: () => {
      if (running) return;
      running = true;
      void turn();
    },
    stop: () => {
      running = false;
      cancel();
    },
  };
};
