import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type FastifyInstance, type RawServerDefault, type RouteHandlerMethod } from 'fastify';
import { type Logger } from 'pino';
import { type Collection } from '../billing/collection.ts';
import { type Clock } from '../../core/ports/ports.ts';

/** A notice is one line of an account. */
const NOTICE_LIMIT = 64 * 1024;

interface NoticeParts {
  readonly collection: Collection;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * `POST /payment-notices/{provider}` and below it: where payment providers send what came. The bytes go
 * on as they are, since their signature is over them. A failure of our own is answered so that it is
 * sent again.
 */
export const takePaymentNotices = (
  app: FastifyInstance,
  { collection, clock, log }: NoticeParts,
): void => {
  interface Address {
    readonly Params: { readonly provider: string; readonly '*'?: string };
  }
  const take: RouteHandlerMethod<
    RawServerDefault,
    IncomingMessage,
    ServerResponse,
    Address
  > = async ({ params, headers, body }, reply) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const notice = { path: params['*'] ?? '', headers, body: bytes, receivedAt: clock.now() };
    try {
      const answer = await collection.notice(params.provider, notice);
      if (answer.status !== 200) {
        log.warn({ provider: params.provider, status: answer.status }, 'a notice was refused');
      }
      return await reply.code(answer.status).send(answer.body);
    } catch {
      log.error({ provider: params.provider }, 'a notice could not be stored');
      return reply.code(503).send({ success: false });
    }
  };
  for (const below of ['', '/*']) {
    app.post<Address>(`/payment-notices/:provider${below}`, { bodyLimit: NOTICE_LIMIT }, take);
  }
};
