import { statfs } from 'node:fs/promises';
import { type Clock } from '../../core/ports/ports.ts';

/** How a hub gives way when the disk of its embedded database fills, mildest first. */
export type RoomStep = 'ample' | 'filling' | 'kiosks-keep' | 'closed';

interface StepRule {
  readonly step: RoomStep;
  /** From so little room on, in bytes. */
  readonly below: number;
  readonly means: string;
}

/**
 * PostgreSQL in this process stops when it cannot write its log, and would stop again at every start.
 * So a hub stops taking before that: kiosks keep what it does not take, and nothing is lost.
 */
const STEPS: readonly StepRule[] = [
  { step: 'ample', below: Infinity, means: 'nothing is left out' },
  { step: 'filling', below: 1_000_000_000, means: 'nothing is left out yet' },
  {
    step: 'kiosks-keep',
    below: 300_000_000,
    means: 'visits stay on the kiosks; numbers, look-ups and deliveries go on',
  },
  {
    step: 'closed',
    below: 100_000_000,
    means: 'visits stay on the kiosks, which give numbers from their own blocks',
  },
];

/** So much more than the limit there has to be before a step is left: or it would come and go. */
const SLACK = 1.1;

const placeAt = (freeBytes: number): number =>
  STEPS.findLastIndex(({ below }) => freeBytes < below || below === Infinity);

/** The step at so much room: down at once, up only with some to spare. */
export const roomStepAfter = (before: RoomStep, freeBytes: number): RoomStep => {
  const known = STEPS.findIndex(({ step }) => step === before);
  const place = Math.max(placeAt(freeBytes), Math.min(known, placeAt(freeBytes / SLACK)));
  return STEPS[place]?.step ?? 'ample';
};

/** What is still done at a step, in words for IT. */
export const meaningOf = (step: RoomStep): string =>
  STEPS.find(rule => rule.step === step)?.means ?? '';

export interface RoomGauge {
  current(): RoomStep;
  /** Looks now, and then every `ROOM_LOOKED_AT_MS`. */
  start(): Promise<void>;
  stop(): void;
}

/** Every ten seconds. */
export const ROOM_LOOKED_AT_MS = 10_000;

export interface RoomGaugeParts {
  readonly freeBytes: () => Promise<number>;
  readonly clock: Clock;
  readonly onStep: (step: RoomStep, freeBytes: number) => void;
}

/** Room for this process on the disk a folder is on. */
export const freeBytesOf = (directory: string) => async (): Promise<number> => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
};

export const createRoomGauge = ({ freeBytes, clock, onStep }: RoomGaugeParts): RoomGauge => {
  let step: RoomStep = 'ample';
  let cancel: () => void = () => undefined;
  let isRunning = false;
  const look = async (): Promise<void> => {
    // A disk that cannot be asked says nothing about its room.
    const free = await freeBytes().catch(() => undefined);
    if (free !== undefined) {
      const next = roomStepAfter(step, free);
      if (next !== step) onStep(next, free);
      step = next;
    }
    if (isRunning) cancel = clock.after(ROOM_LOOKED_AT_MS, () => void look());
  };
  return {
    current: () => step,
    start: () => {
      isRunning = true;
      return look();
    },
    stop: () => {
      isRunning = false;
      cancel();
    },
  };
};
