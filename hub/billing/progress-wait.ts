import { type PaymentProgress } from '../../core/contract/kiosk-payment.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type Collection } from './collection.ts';

/** Longest wait for news of a payment; the kiosk asks again then. */
export const PROGRESS_WAIT_MS = 10_000;
/** Another hub on the same database may have booked the money, and providers are asked meanwhile. */
const LOOK_EVERY_MS = 1_000;

const isSame = (one: PaymentProgress, other: PaymentProgress): boolean =>
  one.attempt === other.attempt &&
  one.bill === other.bill &&
  one.due === other.due &&
  one.received === other.received &&
  one.unallocated === other.unallocated;

/** Resolves as soon as money came in here, and after `ms` anyhow. */
const moneyOrTime = (collection: Collection, clock: Clock, ms: number): Promise<void> =>
  new Promise(resolve => {
    const end = (): void => {
      cancel();
      unsubscribe();
      resolve();
    };
    const cancel = clock.after(ms, end);
    const unsubscribe = collection.onMoney(end);
  });

/** Answers at once where there is news beyond `known`, else when there is, or in the end. */
export const waitForProgress = async (
  collection: Collection,
  clock: Clock,
  attemptId: string,
  known: PaymentProgress,
): Promise<PaymentProgress> => {
  const deadline = clock.now() + PROGRESS_WAIT_MS;
  for (;;) {
    const progress = await collection.progress(attemptId);
    const left = deadline - clock.now();
    if (!isSame(progress, known) || left <= 0) return progress;
    await moneyOrTime(collection, clock, Math.min(left, LOOK_EVERY_MS));
  }
};
