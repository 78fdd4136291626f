import type { Fault } from '../../../core/contract/errors.ts';
import { type Carrier, LinkLostError, type LinkState } from './carrier.ts';

export interface MockCall {
  readonly method: string;
  readonly input: unknown;
}

export type MockAnswer = { readonly value: unknown } | { readonly error: Fault['code'] };

/** A host played by a test or the gallery: answers, pushes, and breaks the link when told to. */
export interface MockCarrier extends Carrier {
  readonly calls: readonly MockCall[];
  push(message: unknown): void;
  enter(state: LinkState): void;
}

/** The official double of the host's end. `answer` gives the reply to each call. */
export const mockCarrier = (answer: (call: MockCall) => MockAnswer): MockCarrier => {
  const calls: MockCall[] = [];
  const pushListeners = new Set<(push: unknown) => void>();
  const stateListeners = new Set<(state: LinkState) => void>();
  let state: LinkState = 'open';
  return {
    calls,
    invoke: (method, input) => {
      if (state !== 'open') return Promise.reject(new LinkLostError('no link'));
      const call = { method, input };
      calls.push(call);
      const answered = answer(call);
      return Promise.resolve(
        'value' in answered
          ? { ok: true, value: answered.value }
          : {
              ok: false,
              error: { code: answered.error, retryable: false, correlationId: 'mock' },
            },
      );
    },
    subscribe: listener => {
      pushListeners.add(listener);
      return () => pushListeners.delete(listener);
    },
    watch: listener => {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
    push: message => {
      for (const listener of pushListeners) listener(message);
    },
    enter: next => {
      state = next;
      for (const listener of stateListeners) listener(next);
    },
  };
};
