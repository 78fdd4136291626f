import { type AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance } from 'fastify';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type Host, type Log, type Role } from '../host/host-interface.ts';
import { systemClock } from '../host/system-ports.ts';
import { listPageFiles, PAGE_OF, type PageFiles } from '../pages/page-files.ts';
import { pageHeaders } from '../../core/pages/page-headers.ts';
import { servePage } from './page-connection.ts';
import { CLOSE } from './page-messages.ts';
import { createRateLimit } from './rate-limit.ts';
import { refusalOf, type ShellOrigin, shellOriginAt } from './request-guard.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createTickets, type Tickets } from './tickets.ts';

export interface BrowserShellOptions {
  readonly host: Host;
  /** Where the built pages are (`dist/renderer`). */
  readonly rendererDirectory: string;
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  readonly log: Log;
  readonly clock?: Clock;
  /** How long an unused link works. */
  readonly ticketLifetimeMs?: number;
}

export interface BrowserShell {
  /** A new link to the patient's screen; it works once. */
  screenLink(): string;
  /** A new link to the panel of simulated devices, or null where there are none. */
  panelLink(): string | null;
  /** A new link to the window for whoever pays, or null where none is configured. */
  paymentLink(): string | null;
  readonly port: number;
  close(): Promise<void>;
}

interface Parts {
  readonly host: Host;
  readonly clock: Clock;
  readonly files: PageFiles;
  readonly tickets: Tickets;
  readonly sessions: Sessions;
  readonly here: () => ShellOrigin;
}

const TICKET_LIFETIME_MS = 15 * 60_000;
const UNUSED_TICKETS = 64;
const MAX_MESSAGE_BYTES = 65_536;
const REQUEST_BURST = 400;
const REQUESTS_PER_SECOND = 100;
const ENTRY_BURST = 20;
const ENTRIES_PER_SECOND = 1;

const CLOSE_PATIENCE_MS = 500;

const LINK_REFUSED =
  'Liên kết này đã được dùng hoặc đã hết hạn. Xin lấy liên kết mới.\n' +
  'This link was used before or has expired. Please get a new one.\n';

/** Browsers share cookies between the ports of one address: the name and the path keep it ours. */
const cookieNameOf = (role: Role, here: ShellOrigin): string =>
  `tiep-don-${role}-${here.authority.split(':')[1] ?? ''}`;

const guardRequests = (app: FastifyInstance, { host, here, clock }: Parts, log: Log) => {
  const headers = pageHeaders({ camera: host.usesCamera === true });
  const limit = createRateLimit({ clock, burst: REQUEST_BURST, perSecond: REQUESTS_PER_SECOND });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    const refusal = refusalOf(request.headers, here());
    if (refusal !== undefined) {
      log.warn({ reason: refusal.reason, status: refusal.status }, 'request refused');
      return reply.code(refusal.status).send();
    }
    return limit.take() ? undefined : reply.code(429).send();
  });
};

const serveFiles = (app: FastifyInstance, files: PageFiles) => {
  for (const [path, file] of files) {
    const { contentSecurityPolicy: policy } = file;
    app.get(path, (_request, reply) =>
      reply
        .header('cache-control', file.cacheControl)
        .headers(policy === undefined ? {} : { 'content-security-policy': policy })
        .type(file.mediaType)
        .sendFile(file.relativePath, { cacheControl: false, contentType: false }),
    );
  }
};

/** `GET /ROLE/enter?ticket=…`: exchanges a one-time ticket for the role's session cookie. */
const serveEntry = (app: FastifyInstance, role: Role, parts: Parts) => {
  const { tickets, sessions, here, clock } = parts;
  const limit = createRateLimit({ clock, burst: ENTRY_BURST, perSecond: ENTRIES_PER_SECOND });
  app.get(`/${role}/enter`, (request, reply) => {
    reply.header('cache-control', 'no-store');
    // A browser that only looks ahead must not use the ticket up.
    if (request.headers['sec-purpose'] !== undefined) return reply.code(425).send();
    if (!limit.take()) return reply.code(429).send();
    const name = cookieNameOf(role, here());
    const { ticket } = request.query as Readonly<Record<string, unknown>>;
    const accepted = typeof ticket === 'string' && tickets.redeem(role, ticket);
    if (accepted) {
      reply.setCookie(name, sessions.open(role), {
        httpOnly: true,
        sameSite: 'strict',
        path: `/${role}`,
      });
    } else if (sessions.find(role, request.cookies[name]) === undefined) {
      return reply.code(403).type('text/plain; charset=utf-8').send(LINK_REFUSED);
    }
    return reply.redirect(PAGE_OF[role], 303);
  });
};

/** `/ROLE` as WebSocket: the role's contract, for the browser that holds the role's session. */
const serveContract = (app: FastifyInstance, role: Role, parts: Parts) => {
  const { sessions, host, clock, here } = parts;
  const sessionOf = (cookies: Readonly<Record<string, string | undefined>>) =>
    sessions.find(role, cookies[cookieNameOf(role, here())]);
  let leaveCurrent = () => {};
  app.route({
    method: 'GET',
    url: `/${role}`,
    preValidation: async (request, reply) => {
      if (sessionOf(request.cookies) === undefined) await reply.code(401).send();
    },
    handler: (_request, reply) => reply.code(426).header('upgrade', 'websocket').send(),
    wsHandler: (socket, request) => {
      const session = sessionOf(request.cookies);
      if (session === undefined) {
        socket.terminate();
        return;
      }
      if (role !== 'panel') {
        leaveCurrent();
        leaveCurrent = () => socket.close(CLOSE.replaced);
      }
      servePage({ socket, role, host, clock, ended: session.ended });
    },
  });
};

const listen = async (app: FastifyInstance, port: number): Promise<number> => {
  try {
    await app.listen({ host: '127.0.0.1', port });
  } catch (cause) {
    throw new FaultError('config-invalid', `port ${port} of 127.0.0.1 cannot be used`, { cause });
  }
  return (app.server.address() as AddressInfo).port;
};

/** Says goodbye to every page; one that does not answer is cut off. */
const closeConnections = async (app: FastifyInstance, clock: Clock): Promise<void> => {
  const pages = [...app.websocketServer.clients];
  const gone = pages.map(page => new Promise(resolve => page.once('close', resolve)));
  for (const page of pages) page.close(CLOSE.goingAway);
  const cancel = clock.after(CLOSE_PATIENCE_MS, () => {
    for (const page of pages) page.terminate();
  });
  await Promise.all(gone);
  cancel();
};

/**
 * The host without Electron: pages and their contract on 127.0.0.1, for a browser on this machine
 * that was given a one-time link.
 * @throws FaultError `config-invalid` where the port is taken or the pages are not built.
 */
export const createBrowserShell = async (options: BrowserShellOptions): Promise<BrowserShell> => {
  const { host, rendererDirectory, log, clock = systemClock } = options;
  const files = await listPageFiles(rendererDirectory, {
    withPanel: host.hasPanel,
    withPaymentWindow: host.hasPaymentWindow,
  });
  const lifetimeMs = options.ticketLifetimeMs ?? TICKET_LIFETIME_MS;
  const tickets = createTickets({ clock, lifetimeMs, limit: UNUSED_TICKETS });
  const sessions = createSessions();
  let here = shellOriginAt(options.port);
  const parts: Parts = { host, clock, files, tickets, sessions, here: () => here };

  const app = fastify({
    logger: false,
    bodyLimit: 1024,
    requestTimeout: 10_000,
    connectionTimeout: 30_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  // First, so that a connection refused by a later hook is also torn down.
  await app.register(websocket, {
    options: { maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false },
    preClose: () => closeConnections(app, clock),
  });
  guardRequests(app, parts, log);
  // Fastify's own answers repeat the address asked for, and with it a ticket.
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    return reply.code(statusCode).send();
  });
  await app.register(cookie);
  await app.register(fastifyStatic, { root: rendererDirectory, serve: false });
  const hasPayment = host.hasPaymentWindow === true;
  const roles: readonly Role[] = [
    'screen',
    ...(host.hasPanel ? (['panel'] as const) : []),
    ...(hasPayment ? (['payment'] as const) : []),
  ];
  await app.register(scope => {
    serveFiles(scope, files);
    for (const role of roles) {
      serveEntry(scope, role, parts);
      serveContract(scope, role, parts);
    }
    return Promise.resolve();
  });
  const port = await listen(app, options.port);
  here = shellOriginAt(port);

  const linkTo = (role: Role): string =>
    `${here.origin}/${role}/enter?ticket=${tickets.issue(role)}`;
  return {
    screenLink: () => linkTo('screen'),
    panelLink: () => (host.hasPanel ? linkTo('panel') : null),
    paymentLink: () => (hasPayment ? linkTo('payment') : null),
    port,
    close: () => app.close(),
  };
};
