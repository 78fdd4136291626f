import { z } from 'zod';
import { type Reply } from '../../core/contract/contract.ts';
import { jsonIn } from '../../core/contract/json-text.ts';
import { type Push } from '../host/host-interface.ts';

/** What a page sends: one call, with an id of its choice that comes back with the reply. */
const callMessageSchema = z.strictObject({
  id: z.union([z.int().nonnegative(), z.string().min(1).max(64)]),
  method: z.string().min(1).max(64),
  input: z.unknown(),
});
export type CallMessage = z.infer<typeof callMessageSchema>;

/** What a page gets: the reply to one of its calls, or news it did not ask for. */
export type PageMessage =
  | { readonly id: CallMessage['id']; readonly reply: Reply<unknown> }
  | { readonly push: Push };

/** Why the shell ends a connection (RFC 6455, 7.4; 4000-4999 are for private use). */
export const CLOSE = {
  goingAway: 1001,
  notUnderstood: 1007,
  tooMuch: 1008,
  /** A newer screen has taken over: this page must not come back by itself. */
  replaced: 4000,
} as const;

/** Total: what is not a call is `undefined`. */
export const parseCallMessage = (text: string): CallMessage | undefined =>
  callMessageSchema.safeParse(jsonIn(text)).data;
