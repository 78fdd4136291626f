import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';

/** Rejects with `his-timeout` where the answer takes longer than the patient should wait. */
export const withinTime = <T>(answer: Promise<T>, clock: Clock, timeoutMs: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(timeoutMs, () => {
      reject(new FaultError('his-timeout', `no answer within ${timeoutMs} ms`));
    });
    answer.then(resolve, reject).finally(cancel);
  });
