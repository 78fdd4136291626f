import { FaultError } from '../../core/contract/errors.ts';
import { type CardSlot, type PresentCard } from '../contract/chip-card.ts';

export interface LaidCardOptions {
  readonly slot: CardSlot;
  /** Ends the waiting and the work; its reason is what is thrown. */
  readonly signal: AbortSignal;
  /** A reader is there and no card lies on it yet. */
  readonly onWaiting: () => void;
}

/** A card that lies there already is announced within moments. */
const HINT_MS = 600;
/** The service may be started by our asking for it, and then looks for its readers first. */
const READER_MS = 1_500;

/**
 * Waits for a card in the slot, works with it and lets go of it.
 * @throws FaultError `device-absent` where there is no reader, the reason of `signal`, and what
 * `work` throws; `card-removed` where the card went away meanwhile.
 */
export const withLaidCard = async <T>(
  { slot, signal, onWaiting }: LaidCardOptions,
  work: (card: PresentCard, signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const gone = new AbortController();
  const both = AbortSignal.any([signal, gone.signal]);
  const laid = Promise.withResolvers<PresentCard>();
  let absence: NodeJS.Timeout | undefined;
  let hint: NodeJS.Timeout | undefined;
  try {
    await slot.open({
      inserted: laid.resolve,
      removed: () => gone.abort(new FaultError('card-removed', 'the card was taken away')),
      condition: fault => {
        clearTimeout(absence);
        if (fault === undefined) hint ??= setTimeout(onWaiting, HINT_MS);
        else {
          clearTimeout(hint);
          const absent = new FaultError(fault, 'no card reader');
          absence = setTimeout(() => gone.abort(absent), READER_MS);
        }
      },
    });
    const card = await unlessAborted(both, laid.promise);
    clearTimeout(hint);
    return await unlessAborted(both, work(card, both));
  } finally {
    clearTimeout(absence);
    clearTimeout(hint);
    await slot.close();
  }
};

/** @throws the reason of the signal, as soon as it is aborted */
const unlessAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const fail = (): void => reject(signal.reason as FaultError);
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', fail));
  });
