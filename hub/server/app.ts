import { type FastifyInstance } from 'fastify';
import { type Logger } from 'pino';
import { z } from 'zod';
import { FaultError } from '../../core/contract/errors.ts';
import { joinContract } from '../../core/contract/enrolment.ts';
import { hubContract } from '../../core/contract/hub.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type Database } from '../storage/database.ts';
import { type Collection } from '../billing/collection.ts';
import { BODY_LIMIT, serverFor } from './server-for.ts';
import { takePaymentNotices } from './payment-notices.ts';
import { type Boundary, faultOf, perform, reasonOf, retryAfter, statusOf } from './perform.ts';
import { adminContract } from './admin-contract.ts';
import { type createAdminHandlers } from './admin-handlers.ts';
import { type createJoinHandlers } from '../enrolment/join-handlers.ts';
import { type HubCertificate } from '../tls/hub-certificate.ts';
import { type Caller } from './caller.ts';
import { type createHandlers } from './handlers.ts';
import {
  type Authenticate,
  authenticateCommandLine,
  authenticateJoining,
  authenticateKiosks,
} from './request-signature.ts';

export interface AppOptions {
  readonly handlers: ReturnType<typeof createHandlers>;
  readonly joinHandlers: ReturnType<typeof createJoinHandlers>;
  /** Present where the hub's own socket speaks TLS. */
  readonly certificate: HubCertificate | undefined;
  readonly adminHandlers: ReturnType<typeof createAdminHandlers>;
  /** Key of the command line. */
  readonly adminSecret: Uint8Array;
  /** Undefined where payments are not collected here. */
  readonly collection: Collection | undefined;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

/** The command line brings whole bank statements. */
const ADMIN_BODY_LIMIT = 32 * 1_048_576;

/**
 * Intake takes whatever names its events: what is wrong inside one is refused for that one alone,
 * and kept. Every other method is checked as a whole.
 */
const lenientIntake = z.object({
  events: z
    .array(z.looseObject({ eventId: z.uuid() }))
    .min(1)
    .max(500),
});

/** A contract with what answers it and how its callers are known. */
interface Door extends Boundary {
  readonly authenticate: Authenticate;
}

const statusCodeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

/**
 * The hub's HTTP side: `POST /v1/{method}` for kiosks, `POST /join/{method}` for machines that want
 * to be one, `POST /admin/{method}` for the command line, `POST /payment-notices/{provider}` for payment
 * providers, `GET /healthz` for monitors.
 */
export const createApp = (options: AppOptions): FastifyInstance => {
  const { handlers, adminHandlers, adminSecret, database, clock, ids, log } = options;
  const app = serverFor(options.certificate);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  const doors: Readonly<Record<'v1' | 'join' | 'admin', Door>> = {
    v1: {
      contract: {
        ...hubContract,
        intake: { ...hubContract.intake, input: lenientIntake },
      },
      handlers,
      authenticate: authenticateKiosks(clock, database),
    },
    join: {
      contract: joinContract,
      handlers: options.joinHandlers,
      authenticate: authenticateJoining(clock),
    },
    admin: {
      contract: adminContract,
      handlers: adminHandlers,
      authenticate: authenticateCommandLine(clock, database, adminSecret),
    },
  };

  app.get('/healthz', async (_request, reply) => {
    try {
      await database.query('select 1');
      return { ok: true };
    } catch {
      return reply.code(503).send({ ok: false });
    }
  });

  if (options.collection !== undefined) {
    takePaymentNotices(app, { collection: options.collection, clock, log });
  }

  const open = (path: keyof typeof doors): void => {
    const door = doors[path];
    const bodyLimit = path === 'admin' ? ADMIN_BODY_LIMIT : BODY_LIMIT;
    app.post<{ Params: { method: string } }>(
      `/${path}/:method`,
      { bodyLimit },
      async (request, reply) => {
        const started = clock.now();
        const correlationId = ids.uuid();
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { method } = request.params;
        let caller: Caller | undefined;
        const told = (): object => ({
          method,
          kioskId: caller?.kioskId,
          correlationId,
          ms: clock.now() - started,
        });
        try {
          const { url, headers, ip: address } = request;
          const incoming = { method: request.method, url, headers, body, address };
          caller = await door.authenticate(incoming);
          const value = await perform(door, method, body, caller);
          log.debug(told(), 'answered');
          return await reply.send({ ok: true, value });
        } catch (error) {
          const fault = faultOf(error);
          const level = fault.code === 'internal' ? 'error' : 'warn';
          log[level]({ ...told(), code: fault.code, why: reasonOf(error) }, 'refused');
          return reply
            .code(statusOf(fault.code))
            .headers(retryAfter(fault))
            .send({ ok: false, error: fault.toFault(correlationId) });
        }
      },
    );
  };
  open('v1');
  open('join');
  open('admin');

  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ ok: false, error: new FaultError('unknown-method').toFault(ids.uuid()) }),
  );
  app.setErrorHandler((error, _request, reply) => {
    const status = statusCodeOf(error) ?? 500;
    const fault = new FaultError(status < 500 ? 'bad-request' : 'internal');
    log.warn({ code: fault.code, status }, 'refused before it was read');
    return reply.code(status).send({ ok: false, error: fault.toFault(ids.uuid()) });
  });
  return app;
};
