import { type FastifyInstance } from 'fastify';
import { type Logger } from 'pino';
import { type Collection } from '../billing/collection.ts';
import { type Clock } from '../../core/ports/ports.ts';

/** A notice is one line of an account. */
const NOTICE_LIMIT = 64 * 1024;

/**
 * `POST /payment-notices/{provider}`: where payment providers send what came. The bytes go on as they
 * are, since their signature is over them. A failure of our own is answered so that it is sent again.
 */
export const takePaymentNotices = (
  app: FastifyInstance,
  {
    collection,
    clock,
    log,
  }: { readonly collection: Collection; readonly clock: Clock; readonly log: Logger },
): void => {
  app.post<{ Params: { provider: string } }>(
    '/payment-notices/:provider',
    { bodyLimit: NOTICE_LIMIT },
    async ({ params, headers, body }, reply) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      const notice = { headers, body: bytes, receivedAt: clock.now() };
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
    },
  );
};
