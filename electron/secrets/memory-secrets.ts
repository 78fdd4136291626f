import { randomBytes } from 'node:crypto';
import type { Secrets } from '../../core/ports/ports.ts';

/** Secrets that end with the process: for tests. */
export const createMemorySecrets = (given: Readonly<Record<string, Uint8Array>> = {}): Secrets => {
  const kept = new Map(Object.entries(given));
  return {
    obtain: (name, bytes) => {
      const secret = kept.get(name) ?? randomBytes(bytes);
      kept.set(name, secret);
      return secret;
    },
    destroy: name => {
      kept.delete(name);
    },
  };
};
