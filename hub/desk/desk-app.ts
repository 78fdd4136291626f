import fastifyStatic from '@fastify/static';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from 'pino';
import {
  DESK_AUDIENCES,
  type DeskAudience,
  type DeskRole,
} from '../../core/contract/desk-access.ts';
import { deskContract } from '../../core/contract/desk.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { pageHeaders } from '../../core/pages/page-headers.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { faultOf, methodOf, perform, reasonOf, retryAfter, statusOf } from '../server/perform.ts';
import { serverFor } from '../server/server-for.ts';
import { type HubCertificate } from '../tls/hub-certificate.ts';
import { actorOf, type DeskCaller } from './desk-caller.ts';
import { listDeskFiles } from './desk-files.ts';
import { type createDeskHandlers } from './desk-handlers.ts';
import { cookieHeader, isOwnCall, tokenIn } from './desk-request.ts';
import { type DeskSessions } from './desk-sessions.ts';
import { LONGEST_STATEMENT } from '../../core/contract/desk-statements.ts';

export interface DeskAppOptions {
  readonly handlers: ReturnType<typeof createDeskHandlers>;
  readonly sessions: DeskSessions;
  readonly certificate: HubCertificate | undefined;
  readonly rendererDirectory: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

const BODY_LIMIT = 64 * 1024;
/** A file in base64, and the words around it. */
const FILE_LIMIT = Math.ceil(LONGEST_STATEMENT / 3) * 4 + 4096;
/** What may be done before a password that somebody else chose is changed. */
const BEFORE_CHANGE: ReadonlySet<string> = new Set(['touch', 'signOut', 'changePassword']);

const audienceOf = (name: string): DeskAudience =>
  methodOf(deskContract, name).role as DeskAudience;

/** @throws FaultError `hub-unauthorised` without a session, `not-permitted` to other roles. */
const admit = async (
  { sessions }: DeskAppOptions,
  name: string,
  token: string | undefined,
): Promise<Pick<DeskCaller, 'user' | 'actor'>> => {
  const audience = audienceOf(name);
  if (audience === 'door') return { user: undefined, actor: 'desk' };
  const found = await sessions.find(token);
  if (found.state === 'out') throw new FaultError('hub-unauthorised', `session: ${found.because}`);
  const { user, mustChangePassword } = found.session;
  const roles: readonly DeskRole[] = DESK_AUDIENCES[audience];
  if (!roles.includes(user.role)) throw new FaultError('not-permitted', 'another role is needed');
  if (mustChangePassword && !BEFORE_CHANGE.has(name)) {
    throw new FaultError('not-permitted', 'the password has to be changed first');
  }
  return { user, actor: actorOf(user.userId) };
};

const refuse = (
  { ids, log }: DeskAppOptions,
  reply: FastifyReply,
  method: string,
  error: unknown,
): FastifyReply => {
  const fault = faultOf(error);
  const correlationId = ids.uuid();
  const level = fault.code === 'internal' ? 'error' : 'info';
  log[level]({ method, code: fault.code, why: reasonOf(error), correlationId }, 'desk refused');
  return reply
    .code(statusOf(fault.code))
    .headers(retryAfter(fault))
    .send({ ok: false, error: fault.toFault(correlationId) });
};

interface Call {
  Params: { method: string };
}

const serveCalls = (app: FastifyInstance, options: DeskAppOptions): void => {
  const { handlers } = options;
  const callers = new WeakMap<FastifyRequest, DeskCaller>();

  /** Before the body is read: a stranger does not get to send twenty megabytes. */
  const greet = async (request: FastifyRequest<Call>, reply: FastifyReply): Promise<unknown> => {
    reply.header('cache-control', 'no-store');
    const { method } = request.params;
    try {
      if (!isOwnCall(request.headers)) throw new FaultError('not-permitted', 'a foreign origin');
      const token = tokenIn(request.headers.cookie);
      const keepToken = (kept: string | undefined): void => {
        void reply.header('set-cookie', cookieHeader(kept));
      };
      const admitted = await admit(options, method, token);
      callers.set(request, { ...admitted, token, address: request.ip, keepToken });
      return undefined;
    } catch (error) {
      return refuse(options, reply, method, error);
    }
  };

  const answer = async (request: FastifyRequest<Call>, reply: FastifyReply): Promise<unknown> => {
    const { method } = request.params;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    try {
      const boundary = { contract: deskContract, handlers };
      const value = await perform(boundary, method, body, callers.get(request));
      return await reply.send({ ok: true, value });
    } catch (error) {
      return refuse(options, reply, method, error);
    }
  };

  app.post<Call>('/desk/:method', { bodyLimit: BODY_LIMIT, onRequest: greet }, answer);
  app.post<Call>(
    '/desk/:method(^startStatement$)',
    { bodyLimit: FILE_LIMIT, onRequest: greet },
    answer,
  );
};

/** The desk's own origin: its page and the files beside it, and `POST /desk/{method}`. */
export const createDeskApp = async (options: DeskAppOptions): Promise<FastifyInstance> => {
  const { certificate, rendererDirectory, ids } = options;
  const files = await listDeskFiles(rendererDirectory);
  const app = serverFor(certificate);
  app.removeAllContentTypeParsers();
  // Nothing that a form of another site could send.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  const headers = pageHeaders({ camera: false });
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
  await app.register(fastifyStatic, { root: rendererDirectory, serve: false });
  for (const [path, file] of files) {
    app.get(path, (_request, reply) =>
      reply
        .header('cache-control', file.cacheControl)
        .type(file.mediaType)
        .sendFile(file.relativePath, { cacheControl: false, contentType: false }),
    );
  }
  serveCalls(app, options);
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    const fault = new FaultError(statusCode < 500 ? 'bad-request' : 'internal');
    return reply.code(statusCode).send({ ok: false, error: fault.toFault(ids.uuid()) });
  });
  return app;
};
