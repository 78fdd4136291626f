/** Whether the host can be heard; a carrier that is `lost` keeps trying by itself. */
export type LinkState = 'connecting' | 'open' | 'lost';

/**
 * What takes JSON to the host and back, whatever lies between: nothing is checked here, see
 * `connection.ts`.
 */
export interface Carrier {
  /** Resolves with the host's reply as it came; rejects with `LinkLostError` where none will come. */
  invoke(method: string, input: unknown): Promise<unknown>;
  /** Calls `listener` with everything the host pushes; the returned function ends that. */
  subscribe(listener: (push: unknown) => void): () => void;
  /** Calls `listener` with the state now and with every change; the returned function ends that. */
  watch(listener: (state: LinkState) => void): () => void;
}

/** The link broke before the reply came: the call may have had its effect, or not. */
export class LinkLostError extends Error {
  override readonly name = 'LinkLostError';
}
