import type { Fetch } from './hub-client.ts';

/** A network whose cable can be pulled: for the device panel of the demonstration. */
export interface CuttableFetch {
  readonly fetch: Fetch;
  cut(): void;
  mend(): void;
}

/** Requests under way when the cable is cut fail without an answer, as on a real cable. */
export const createCuttableFetch = (through: Fetch = globalThis.fetch): CuttableFetch => {
  let cable = new AbortController();
  let isCut = false;
  return {
    fetch: (url, init) => {
      if (isCut) return Promise.reject(connectionError('ENETUNREACH'));
      const signals = [cable.signal, ...(init.signal ? [init.signal] : [])];
      return through(url, { ...init, signal: AbortSignal.any(signals) });
    },
    cut: () => {
      isCut = true;
      cable.abort(connectionError('ECONNRESET'));
    },
    mend: () => {
      isCut = false;
      cable = new AbortController();
    },
  };
};

/** The shape in which fetch reports what happened on the wire. */
const connectionError = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
