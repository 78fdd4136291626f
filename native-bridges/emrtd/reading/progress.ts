import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { ELEMENTARY_FILES } from '../elementary-files.ts';
import { readingOrder } from './reading-order.ts';

/** How far reading has come. */
export interface Progress {
  opened(): void;
  /** `total` takes the place of what such a file usually has; 0 for one that is not there. */
  read(name: ElementaryFileName, done: number, total: number): void;
  finished(): void;
}

/** Opening the chip and the checks take as long as so many bytes. */
const OPENING_BYTES = 500;

/** Tells shares from 0 to 1 that never fall, for the files asked for. */
export const createProgress = (
  asked: readonly ElementaryFileName[],
  tell: (share: number) => void = () => undefined,
): Progress => {
  const files = new Map(
    readingOrder(asked).map(name => [name, { done: 0, total: ELEMENTARY_FILES[name].usualBytes }]),
  );
  let opening = 0;
  let told = 0;
  const update = (): void => {
    let done = opening;
    let total = OPENING_BYTES;
    for (const file of files.values()) {
      done += file.done;
      total += file.total;
    }
    const share = Math.min(done / total, 1);
    if (share <= told) return;
    told = share;
    tell(share);
  };
  return {
    opened: () => {
      opening = OPENING_BYTES;
      update();
    },
    read: (name, done, total) => {
      files.set(name, { done, total });
      update();
    },
    finished: () => {
      files.clear();
      opening = OPENING_BYTES;
      update();
    },
  };
};
