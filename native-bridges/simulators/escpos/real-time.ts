/** A command that a printer obeys the moment it arrives, wherever it stands in the data. */
export type RealTimeCommand =
  | { readonly kind: 'status'; readonly n: number }
  | { readonly kind: 'clear' };

const DLE = 0x10;
const EOT = 0x04;
const CLEAR = [DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

/**
 * Watches incoming bytes, one by one, for real-time commands: says which one a byte completes. The
 * bytes stay part of the data.
 */
export const watchRealTime = (): ((byte: number) => RealTimeCommand | undefined) => {
  let previous = 0;
  let beforePrevious = 0;
  let matched = 0;
  return byte => {
    const isStatus = beforePrevious === DLE && previous === EOT && byte >= 1 && byte <= 4;
    matched = byte === CLEAR[matched] ? matched + 1 : byte === DLE ? 1 : 0;
    beforePrevious = previous;
    previous = byte;
    if (isStatus) return { kind: 'status', n: byte };
    if (matched < CLEAR.length) return undefined;
    matched = 0;
    return { kind: 'clear' };
  };
};
