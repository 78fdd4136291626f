import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonIn } from '../../../core/contract/json-text.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { SYNTHETIC_INSURANCE_ACCOUNT } from '../../../core/identity/synthetic-hospital.ts';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { portalPassword } from '../portal-messages.ts';
import { type PortalFaultSwitches, createPortalFaults, portalFaultsSchema } from './faults.ts';
import { type Asked, type Officer, answerTo, withWrongDates } from './portal-answers.ts';
import { insuredPeople } from './portal-cards.ts';

export interface PortalSimulatorOptions {
  readonly port: number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly account?: {
    readonly username: string;
    readonly password: string;
    readonly officer: Officer;
  };
}

/** A request as it arrived, for tests of the bytes. */
export interface ArrivedRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: string;
}

export interface PortalSimulator {
  readonly url: string;
  readonly faults: PortalFaultSwitches;
  readonly requests: readonly ArrivedRequest[];
  close(): Promise<void>;
}

const TOKEN_PATH = '/api/token/take';
const LOOK_UP_PATH = '/api/egw/KQNhanLichSuKCB2024';

/** Members of a body in JSON or a form, all as text. */
const membersOf = ({ body, contentType }: ArrivedRequest): Readonly<Record<string, string>> => {
  if (!contentType.includes('json')) return Object.fromEntries(new URLSearchParams(body));
  const parsed = jsonIn(body);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
};

const arrivedOf = (request: FastifyRequest): ArrivedRequest => ({
  path: request.url.split('?')[0] ?? '',
  query: Object.fromEntries(new URLSearchParams(request.url.split('?')[1] ?? '')),
  contentType: request.headers['content-type'] ?? '',
  body: Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '',
});

/** `2026-11-23T01:20:00.1047187Z`: the portal writes seven decimals. */
const sevenDecimals = (moment: number): string =>
  new Date(moment).toISOString().replace('Z', '0000Z');

const KEPT_REQUESTS = 1_000;

/**
 * The insurer's look-up portal with synthetic cards, over HTTP. `POST /control/faults` moves its
 * switches.
 */
export const startPortalSimulator = async (
  options: PortalSimulatorOptions,
): Promise<PortalSimulator> => {
  const { clock, ids, account = SYNTHETIC_INSURANCE_ACCOUNT } = options;
  const digest = portalPassword(account.password);
  const faults = createPortalFaults();
  const requests: ArrivedRequest[] = [];
  const tokens = new Map<string, { readonly idToken: string; readonly until: number }>();
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  const isAccount = ({ username, password }: Readonly<Record<string, string>>): boolean =>
    username === account.username && password?.toUpperCase() === digest;

  const newToken = () => {
    const accessToken = Buffer.from(ids.uuid()).toString('base64');
    const idToken = ids.uuid();
    const until = clock.now() + faults.current().tokenSeconds * 1_000;
    tokens.set(accessToken, { idToken, until });
    return {
      maKetQua: '200',
      APIKey: {
        access_token: accessToken,
        id_token: idToken,
        token_type: 'Bearer',
        username: account.username,
        expires_in: sevenDecimals(until),
      },
    };
  };

  const isToken = ({
    token = '',
    id_token: idToken,
  }: Readonly<Record<string, string>>): boolean => {
    const known = tokens.get(token);
    return known !== undefined && known.idToken === idToken && clock.now() < known.until;
  };

  const lookUp = (request: ArrivedRequest): Readonly<Record<string, unknown>> => {
    if (!isAccount(request.query)) return { maKetQua: '401' };
    if (faults.spend('refuseTokens') || !isToken(request.query)) return { maKetQua: '401' };
    const code = faults.spendResult();
    if (code !== undefined) return { maKetQua: code };
    const none: Asked = { maThe: '', hoTen: '', ngaySinh: '', hoTenCb: '', cccdCb: '' };
    const asked = { ...none, ...membersOf(request) };
    const answer = answerTo(asked, insuredPeople(businessDayOf(clock.now())), account.officer);
    if (faults.spend('emptyAnswers')) return { maKetQua: answer['maKetQua'] };
    return faults.current().wrongDates ? withWrongDates(answer) : answer;
  };

  /** Makes the trouble that is switched on, and answers where none is. */
  const serve = async (
    request: FastifyRequest,
    reply: FastifyReply,
    answer: (arrived: ArrivedRequest) => object,
  ): Promise<unknown> => {
    const arrived = arrivedOf(request);
    requests.push(arrived);
    requests.splice(0, requests.length - KEPT_REQUESTS);
    const { away, delayMs } = faults.current();
    if (delayMs > 0) await new Promise<void>(resolve => void clock.after(delayMs, resolve));
    if (away) {
      request.raw.socket.destroy();
      return reply.hijack();
    }
    const status = faults.spendStatus();
    if (status !== undefined) return reply.code(status).send('{"Message":"trouble"}');
    const text = JSON.stringify(answer(arrived));
    const whole = faults.spend('halfAnswers') ? text.slice(0, text.length / 2) : text;
    return reply.type('application/json; charset=utf-8').send(whole);
  };

  app.post(TOKEN_PATH, (request, reply) =>
    serve(request, reply, arrived =>
      isAccount(membersOf(arrived)) ? newToken() : { maKetQua: '401' },
    ),
  );
  app.post(LOOK_UP_PATH, (request, reply) => serve(request, reply, lookUp));
  app.get('/control/faults', () => faults.current());
  app.post('/control/faults', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '{}';
    const parsed = portalFaultsSchema.safeParse(jsonIn(body));
    if (!parsed.success) return reply.code(400).send({ error: 'no such switches' });
    faults.set(parsed.data);
    return faults.current();
  });

  const url = await app.listen({ host: '127.0.0.1', port: options.port });
  return {
    url,
    faults,
    requests,
    close: () => app.close(),
  };
};
