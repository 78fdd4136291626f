import type { Carrier } from './carrier.ts';

/** What the preload script of the desktop shell offers the page, and all that it offers. */
export interface PreloadBridge {
  invoke(method: string, input: unknown): Promise<unknown>;
  subscribe(listener: (push: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly tiepDon?: PreloadBridge;
  }
}

/** Carries calls over the desktop shell's channel; page and host live and end together. */
export const bridgeCarrier = (bridge: PreloadBridge): Carrier => ({
  invoke: (method, input) => bridge.invoke(method, input),
  subscribe: listener => bridge.subscribe(listener),
  watch: listener => {
    listener('open');
    return () => undefined;
  },
});
