import Fastify, { type FastifyInstance } from 'fastify';
import { type Logger } from 'pino';
import { z } from 'zod';
import { type Contract, type Method } from '../../core/contract/contract.ts';
import { type FaultCode, FaultError, asFaultError, familyOf } from '../../core/contract/errors.ts';
import { joinContract } from '../../core/contract/enrolment.ts';
import { hubContract } from '../../core/contract/hub.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { SqlError, type Database } from '../storage/database.ts';
import { type Collection } from '../billing/collection.ts';
import { takePaymentNotices } from './payment-notices.ts';
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

/** 500 events of some 3 KB, with room to spare. */
const BODY_LIMIT = 4 * 1_048_576;
/** The command line brings whole bank statements. */
const ADMIN_BODY_LIMIT = 32 * 1_048_576;
const REQUEST_TIMEOUT_MS = 30_000;

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

/** HTTP status for proxies and monitors; kiosks look at the code only. */
const STATUS_BY_CODE: Partial<Record<FaultCode, number>> = {
  'bad-request': 400,
  'hub-unauthorised': 401,
  'clock-skew': 401,
  'kiosk-revoked': 403,
  'enrolment-code-wrong': 403,
  'enrolment-code-used': 403,
  'enrolment-code-expired': 403,
  'kiosk-id-taken': 409,
  'hub-overloaded': 429,
  'unknown-method': 404,
  'idempotency-conflict': 409,
  internal: 500,
};

const statusOf = (code: FaultCode): number =>
  STATUS_BY_CODE[code] ?? (familyOf(code) === 'permanent' ? 422 : 503);

type AnyHandler = (input: unknown, caller: Caller) => unknown;

/** A contract with what answers it and how its callers are known. */
interface Door {
  readonly contract: Contract;
  readonly handlers: object;
  readonly authenticate: Authenticate;
}

/** Trouble of the database passes, and is never the caller's fault. */
const faultOf = (thrown: unknown): FaultError =>
  thrown instanceof SqlError
    ? new FaultError('storage-failed', thrown.message, { cause: thrown })
    : asFaultError(thrown);

/** Only our own messages are known to hold nothing personal. */
const reasonOf = (thrown: unknown): string =>
  thrown instanceof FaultError || thrown instanceof SqlError
    ? thrown.message
    : thrown instanceof Error
      ? thrown.name
      : typeof thrown;

const parsedJson = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    throw new FaultError('bad-request', 'the body is no JSON');
  }
};

/** Names the places that are wrong, never what stands there. */
const refuseInput = (error: z.ZodError): never => {
  const places = error.issues.map(({ path }) => path.join('.')).slice(0, 5);
  throw new FaultError('bad-request', `wrong at ${places.join(', ')}`);
};

const statusCodeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

/** Whole seconds to wait (RFC 9110, 10.2.3), where the fault says so. */
const retryAfter = ({ retryAfterMs }: FaultError): Record<string, string> =>
  retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };

const serverFor = (certificate: HubCertificate | undefined): FastifyInstance => {
  const options = {
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS * 2,
    keepAliveTimeout: 60_000,
    forceCloseConnections: 'idle',
  } as const;
  if (certificate === undefined) return Fastify(options);
  const { key, certificate: cert } = certificate;
  const app: unknown = Fastify({ ...options, https: { key, cert, minVersion: 'TLSv1.3' } });
  // Routes are the same for both kinds of server; only their types differ.
  return app as FastifyInstance;
};

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

  const perform = async (door: Door, name: string, body: Uint8Array, caller: Caller) => {
    const method: Method | undefined = Object.hasOwn(door.contract, name)
      ? door.contract[name]
      : undefined;
    if (method === undefined) throw new FaultError('unknown-method');
    const input = method.input.safeParse(parsedJson(body));
    if (!input.success) return refuseInput(input.error);
    const handler = (door.handlers as Readonly<Record<string, AnyHandler>>)[name] as AnyHandler;
    const output = await handler(input.data, caller);
    const checked = method.output.safeParse(output);
    if (!checked.success) throw new FaultError('internal', `${name} made an answer that is wrong`);
    return checked.data;
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
