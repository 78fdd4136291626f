import Fastify, { type FastifyInstance } from 'fastify';
import { type Logger } from 'pino';
import { z } from 'zod';
import { type Contract, type Method } from '../../core/contract/contract.ts';
import { type FaultCode, FaultError, asFaultError, familyOf } from '../../core/contract/errors.ts';
import { hubContract } from '../../core/contract/hub.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { SqlError, type Database } from '../storage/database.ts';
import { adminContract, type createAdminHandlers } from './admin.ts';
import { type Caller, type createHandlers } from './handlers.ts';
import { authenticate } from './request-signature.ts';

export interface AppOptions {
  readonly handlers: ReturnType<typeof createHandlers>;
  /** Key shared with the kiosks. */
  readonly secret: Uint8Array;
  readonly adminHandlers: ReturnType<typeof createAdminHandlers>;
  /** Key of the command line. */
  readonly adminSecret: Uint8Array;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

/** 500 events of some 3 KB, with room to spare. */
const BODY_LIMIT = 4 * 1_048_576;
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
  'unknown-method': 404,
  'idempotency-conflict': 409,
  internal: 500,
};

const statusOf = (code: FaultCode): number =>
  STATUS_BY_CODE[code] ?? (familyOf(code) === 'permanent' ? 422 : 503);

type AnyHandler = (input: unknown, caller: Caller) => unknown;

/** A contract with what answers it and the key its callers sign with. */
interface Door {
  readonly contract: Contract;
  readonly handlers: object;
  readonly secret: Uint8Array;
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

/**
 * The hub's HTTP side: `POST /v1/{method}` for kiosks, `POST /admin/{method}` for the command line,
 * `GET /healthz` for monitors.
 */
export const createApp = (options: AppOptions): FastifyInstance => {
  const { handlers, secret, adminHandlers, adminSecret, database, clock, ids, log } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS * 2,
    keepAliveTimeout: 60_000,
    forceCloseConnections: 'idle',
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  const doors: Readonly<Record<'v1' | 'admin', Door>> = {
    v1: {
      contract: {
        ...hubContract,
        intake: { ...hubContract.intake, input: lenientIntake },
      },
      handlers,
      secret,
    },
    admin: { contract: adminContract, handlers: adminHandlers, secret: adminSecret },
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

  const open = (path: keyof typeof doors): void => {
    const door = doors[path];
    app.post<{ Params: { method: string } }>(`/${path}/:method`, async (request, reply) => {
      const started = clock.now();
      const correlationId = ids.uuid();
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { method } = request.params;
      let kioskId: string | undefined;
      const told = (): object => ({ method, kioskId, correlationId, ms: clock.now() - started });
      try {
        const { url, headers } = request;
        const incoming = { method: request.method, path: url, headers, body };
        kioskId = await authenticate(incoming, door.secret, clock, database);
        const value = await perform(door, method, body, { kioskId });
        log.debug(told(), 'answered');
        return await reply.send({ ok: true, value });
      } catch (error) {
        const fault = faultOf(error);
        const level = fault.code === 'internal' ? 'error' : 'warn';
        log[level]({ ...told(), code: fault.code, why: reasonOf(error) }, 'refused');
        return reply
          .code(statusOf(fault.code))
          .send({ ok: false, error: fault.toFault(correlationId) });
      }
    });
  };
  open('v1');
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
