/**
 * Where nonces, ephemeral keys and seeds come from: `length` unpredictable bytes. A port, so that
 * the code here runs the same wherever it runs, and worked examples can be replayed.
 */
export type RandomBytes = (length: number) => Uint8Array;
