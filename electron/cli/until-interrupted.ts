/** Runs `work` until Ctrl-C, or for so many seconds; it hears of the end by the signal. */
export const untilInterrupted = async (
  seconds: number | undefined,
  work: (until: AbortSignal) => Promise<void>,
): Promise<void> => {
  const end = new AbortController();
  const stop = (): void => end.abort();
  const timer = seconds === undefined ? undefined : setTimeout(stop, seconds * 1000);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await work(end.signal);
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
};
