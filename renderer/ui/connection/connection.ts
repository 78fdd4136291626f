import type { z } from 'zod';
import {
  type Contract,
  type Input,
  type MethodName,
  type Output,
  type Reply,
  replySchema,
} from '../../../core/contract/contract.ts';
import type { Carrier, LinkState } from './carrier.ts';

/** Nothing is known of the call: the link broke, or the reply was not one. */
export interface NoAnswer {
  readonly ok: false;
  readonly error: { readonly code: 'no-answer' };
}
export type Answer<T> = Reply<T> | NoAnswer;

export const NO_ANSWER: NoAnswer = { ok: false, error: { code: 'no-answer' } };

/** One boundary as its page sees it: typed calls, checked pushes, and whether anybody listens. */
export interface Connection<C extends Contract, Push> {
  call<M extends MethodName<C>>(method: M, input: Input<C, M>): Promise<Answer<Output<C, M>>>;
  subscribe(listener: (push: Push) => void): () => void;
  watch(listener: (state: LinkState) => void): () => void;
}

/**
 * The connection of a contract over a carrier. Everything that arrives is validated: a push or a
 * reply that does not fit the contract is as if it had not come.
 */
export const createConnection = <C extends Contract, Push>(
  contract: C,
  pushSchema: z.ZodType<Push>,
  carrier: Carrier,
): Connection<C, Push> => {
  // Made once: a schema is far dearer to make than to use, and a tap must not wait for it.
  const replies = new Map<string, z.ZodType>(
    Object.entries(contract).map(([name, { output }]) => [name, replySchema(output)]),
  );
  return {
    call: async <M extends MethodName<C>>(method: M, input: Input<C, M>) => {
      try {
        const parsed = replies.get(method)?.safeParse(await carrier.invoke(method, input));
        return parsed?.success === true ? (parsed.data as Reply<Output<C, M>>) : NO_ANSWER;
      } catch {
        return NO_ANSWER;
      }
    },
    subscribe: listener =>
      carrier.subscribe(push => {
        const parsed = pushSchema.safeParse(push);
        if (parsed.success) listener(parsed.data);
      }),
    watch: listener => carrier.watch(listener),
  };
};
