import Fastify, { type FastifyInstance } from 'fastify';
import { type Logger } from 'pino';
import { z } from 'zod';
import { type Method } from '../../core/contract/contract.ts';
import { type FaultCode, FaultError, asFaultError, familyOf } from '../../core/contract/errors.ts';
import { type HubContract, hubContract } from '../../core/contract/hub.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type Database } from '../storage/database.ts';
import { type Caller, type createHandlers } from './handlers.ts';
import { authenticate } from './request-signature.ts';

export interface AppOptions {
  readonly handlers: ReturnType<typeof createHandlers>;
  readonly secret: Uint8Array;
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

const inputSchemaOf = (name: keyof HubContract): z.ZodType =>
  name === 'intake' ? lenientIntake : hubContract[name].input;

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

const isMethod = (name: string): name is keyof HubContract => Object.hasOwn(hubContract, name);

type AnyHandler = (input: unknown, caller: Caller) => unknown;

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

/** The hub's HTTP side: `POST /v1/{method}` for kiosks, `GET /healthz` for monitors. */
export const createApp = (options: AppOptions): FastifyInstance => {
  const { handlers, secret, database, clock, ids, log } = options;
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

  const perform = async (name: string, body: Uint8Array, caller: Caller): Promise<unknown> => {
    if (!isMethod(name)) throw new FaultError('unknown-method');
    const method: Method = hubContract[name];
    const input = inputSchemaOf(name).safeParse(parsedJson(body));
    if (!input.success) return refuseInput(input.error);
    const output = await (handlers[name] as AnyHandler)(input.data, caller);
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

  app.post<{ Params: { method: string } }>('/v1/:method', async (request, reply) => {
    const started = clock.now();
    const correlationId = ids.uuid();
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { method } = request.params;
    let kioskId: string | undefined;
    const told = (): object => ({ method, kioskId, correlationId, ms: clock.now() - started });
    try {
      const incoming = {
        method: request.method,
        path: request.url,
        headers: request.headers,
        body,
      };
      kioskId = await authenticate(incoming, secret, clock, database);
      const value = await perform(method, body, { kioskId });
      log.debug(told(), 'answered');
      return await reply.send({ ok: true, value });
    } catch (error) {
      const fault = asFaultError(error);
      const level = fault.code === 'internal' ? 'error' : 'warn';
      log[level]({ ...told(), code: fault.code, why: fault.message }, 'refused');
      return reply
        .code(statusOf(fault.code))
        .send({ ok: false, error: fault.toFault(correlationId) });
    }
  });

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
