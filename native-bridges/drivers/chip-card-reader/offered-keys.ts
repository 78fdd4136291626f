import { type CardAccessKey } from '../../../core/contract/device.ts';

/** The keys a patient has given so far; in memory only, until they are forgotten. */
export interface OfferedKeys {
  readonly offer: (keys: readonly CardAccessKey[]) => void;
  readonly forget: () => void;
  readonly current: () => readonly CardAccessKey[];
  /** Resolves at the next offer; never once the signal is aborted. */
  readonly next: (signal: AbortSignal) => Promise<void>;
}

export const createOfferedKeys = (): OfferedKeys => {
  let current: readonly CardAccessKey[] = [];
  const waiting = new Set<() => void>();
  return {
    offer: keys => {
      current = keys;
      const called = [...waiting];
      waiting.clear();
      for (const call of called) call();
    },
    forget: () => {
      current = [];
    },
    current: () => current,
    next: signal =>
      new Promise(resolve => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => waiting.delete(resolve), { once: true });
      }),
  };
};

/** Two keys with the same name are the same key. */
export const nameOfKey = (key: CardAccessKey): string =>
  key.kind === 'can' ? key.number : [key.documentNumber, key.birthDate, key.expiryDate].join();
