import { type IncomingMessage } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { jsonIn } from '../../../core/contract/json-text.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type OperationOutcome } from '../fhir-r4/resources.ts';
import { createBundleProcessing } from './bundle-processing.ts';
import { capabilityStatement } from './capability-statement.ts';
import { FhirError, outcomeOf } from './fhir-error.ts';
import { type FaultSwitches } from './faults.ts';
import { type Interactions, type Written } from './interactions.ts';
import { type ResourceStore } from './resource-store.ts';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
/** As many servers: JSON over a megabyte is refused. */
const BODY_LIMIT = 1_048_576;

export interface FhirServerOptions {
  readonly interactions: Interactions;
  readonly store: ResourceStore;
  readonly clock: Clock;
  readonly faults: FaultSwitches;
}

const send = (reply: FastifyReply, status: number, body: object): FastifyReply =>
  reply.code(status).type(FHIR_JSON).send(JSON.stringify(body));

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;

const failure = (error: unknown): { status: number; outcome: OperationOutcome } => {
  if (error instanceof FhirError) return error;
  const status = statusOf(error);
  return status === 500
    ? { status, outcome: outcomeOf('error', 'exception', 'internal failure') }
    : { status, outcome: outcomeOf('error', 'invalid', 'the request cannot be read') };
};

interface ResourceRoute {
  readonly Params: { readonly type: string; readonly id: string; readonly version: string };
}

/** The FHIR R4 RESTful API under `/fhir`. Nothing of a request is logged. */
export const createFhirServer = (options: FhirServerOptions): FastifyInstance => {
  const { interactions, store, clock, faults } = options;
  const app = Fastify({ logger: false, bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  const base = (): string => {
    const address = app.server.address();
    return typeof address === 'object' && address !== null
      ? `http://127.0.0.1:${address.port}/fhir`
      : '/fhir';
  };
  const bundle = createBundleProcessing(interactions, store, base);

  const unanswered = new WeakSet<IncomingMessage>();

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/fhir+json', 'application/json'],
    { parseAs: 'string' },
    (_request, body, done) => {
      const content = jsonIn(String(body));
      if (content !== undefined) done(null, content);
      else done(new FhirError(400, 'structure', 'the body is no JSON'));
    },
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, new URLSearchParams(String(body)));
    },
  );
  app.setErrorHandler((error, _request, reply) => {
    const { status, outcome } = failure(error);
    return send(reply, status, outcome);
  });
  app.setNotFoundHandler((_request, reply) =>
    send(reply, 404, outcomeOf('error', 'not-found', 'no such address')),
  );

  const written = (reply: FastifyReply, { status, resource }: Written): FastifyReply => {
    const version = resource.meta?.versionId ?? '1';
    const place = `${base()}/${resource.resourceType}/${resource.id}/_history/${version}`;
    return send(reply.header('etag', `W/"${version}"`).header('location', place), status, resource);
  };
  const single = (value: string | string[] | undefined): string | undefined =>
    Array.isArray(value) ? value[0] : value;
  const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.split('?')[1] ?? '');

  void app.register(
    (fhir, _options, done) => {
      fhir.addHook('onRequest', async (request, reply) => {
        const { delayMs } = faults.current();
        if (delayMs > 0) await new Promise<void>(resolve => clock.after(delayMs, resolve));
        const path = request.url.split('?')[0];
        const isBundle = request.method === 'POST' && (path === '/fhir' || path === '/fhir/');
        const decision = faults.decide({ isBundle });
        if (decision.kind === 'cut') {
          reply.hijack();
          request.raw.socket.destroy();
          return reply;
        }
        if (decision.kind === 'cut-after') unanswered.add(request.raw);
        if (decision.kind === 'answer') {
          const { status, retryAfterSeconds } = decision;
          if (retryAfterSeconds !== undefined)
            reply.header('retry-after', String(retryAfterSeconds));
          return send(reply, status, outcomeOf('error', 'transient', 'asked to fail'));
        }
        return undefined;
      });
      fhir.addHook('onSend', (request, _reply, payload, next) => {
        if (unanswered.has(request.raw)) request.raw.socket.destroy();
        next(null, payload);
      });
      fhir.get('/metadata', (_request, reply) =>
        send(reply, 200, capabilityStatement(base(), new Date(clock.now()).toISOString())),
      );
      fhir.post('/', (request, reply) => send(reply, 200, bundle(request.body)));
      fhir.get<ResourceRoute>('/:type', ({ params, url }, reply) =>
        send(reply, 200, interactions.search(params.type, queryOf(url), base())),
      );
      fhir.post<ResourceRoute>('/:type/_search', ({ params, url, body }, reply) => {
        const parameters = queryOf(url);
        if (body instanceof URLSearchParams) {
          for (const [name, value] of body) parameters.append(name, value);
        }
        return send(reply, 200, interactions.search(params.type, parameters, base()));
      });
      fhir.post<ResourceRoute>('/:type', ({ params, body, headers }, reply) => {
        const condition = single(headers['if-none-exist']);
        return written(reply, interactions.create(params.type, body, condition));
      });
      fhir.get<ResourceRoute>('/:type/:id', ({ params }, reply) => {
        const resource = interactions.read(params.type, params.id);
        reply.header('etag', `W/"${resource.meta?.versionId ?? '1'}"`);
        return send(reply, 200, resource);
      });
      fhir.get<ResourceRoute>('/:type/:id/_history/:version', ({ params }, reply) =>
        send(reply, 200, interactions.readVersion(params.type, params.id, params.version)),
      );
      fhir.put<ResourceRoute>('/:type/:id', ({ params, body, headers }, reply) =>
        written(reply, interactions.update(params.type, params.id, body, headers['if-match'])),
      );
      done();
    },
    { prefix: '/fhir' },
  );
  return app;
};
