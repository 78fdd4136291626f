/** A network whose cable can be pulled: for the device panel and for tests. */
export interface CuttableFetch {
  readonly fetch: typeof fetch;
  /** Breaks what is under way, and lets nothing through any more. */
  cut(): void;
  mend(): void;
  readonly isCut: boolean;
}

/** What Node reports for a machine without a network, and for one that loses it. */
const failure = (code: 'ENETUNREACH' | 'ECONNRESET'): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

/** Fetch as usual until it is cut. */
export const createCuttableFetch = (through: typeof fetch = fetch): CuttableFetch => {
  let cable = new AbortController();
  return {
    fetch: async (input, init) => {
      if (cable.signal.aborted) throw failure('ENETUNREACH');
      const signals = [cable.signal, ...(init?.signal ? [init.signal] : [])];
      return await through(input, { ...init, signal: AbortSignal.any(signals) });
    },
    cut: () => cable.abort(failure('ECONNRESET')),
    mend: () => {
      if (cable.signal.aborted) cable = new AbortController();
    },
    get isCut() {
      return cable.signal.aborted;
    },
  };
};
