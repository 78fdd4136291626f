import { FaultError } from '../../core/contract/errors.ts';

/** Does again, once, what may or may not have happened: only for what may happen twice. */
export const onceMore = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FaultError) || error.family !== 'ambiguous') throw error;
    return work();
  }
};
