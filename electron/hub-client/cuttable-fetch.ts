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
      const { signal } = cable;
      if (signal.aborted) throw failure('ENETUNREACH');
      const given = init?.signal ?? undefined;
      const either = given === undefined ? signal : AbortSignal.any([signal, given]);
      try {
        return await through(input, { ...init, signal: either });
      } catch (error) {
        throw signal.aborted ? failure('ECONNRESET') : error;
      }
    },
    cut: () => cable.abort(),
    mend: () => {
      if (cable.signal.aborted) cable = new AbortController();
    },
    get isCut() {
      return cable.signal.aborted;
    },
  };
};
