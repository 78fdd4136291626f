import { type Clock } from '../../core/ports/ports.ts';
import { type CircuitBreaker } from './circuit-breaker.ts';
import {
  type PortalAnswer,
  type PortalOfficer,
  type PortalQuestion,
  type PortalToken,
  lookUpMembers,
  lookUpUrl,
  parsePortalAnswer,
  parseTokenAnswer,
  portalPassword,
  tokenBody,
} from './portal-messages.ts';
import { portalResultOf } from './portal-result.ts';
import { type TokenResult, createTokenKeeper } from './portal-token.ts';
import {
  HALF_ANSWER,
  LEFT_ALONE,
  NO_NETWORK,
  type PortalTrouble,
  TIMED_OUT,
  UNREADABLE,
  troubleOfStatus,
} from './portal-trouble.ts';

/** As much of `fetch` as the portal needs. */
export type SendRequest = (
  url: string,
  request: {
    readonly method: 'POST';
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
) => Promise<{ readonly status: number; readonly body: AsyncIterable<Uint8Array> | null }>;

export interface PortalClientOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  readonly officer: PortalOfficer;
  /** How the members of a look-up travel: public programs do either. */
  readonly encoding: 'json' | 'form';
  /** Longest wait for a token; it is taken for whoever comes next, too. */
  readonly tokenTimeoutMs: number;
  readonly clock: Clock;
  readonly breaker: CircuitBreaker;
  /** Over HTTP where absent. */
  readonly send?: SendRequest;
}

export type PortalReply =
  | { readonly kind: 'answer'; readonly answer: PortalAnswer; readonly ms: number }
  | { readonly kind: 'trouble'; readonly trouble: PortalTrouble; readonly ms: number };

export interface PortalClient {
  /** Never rejects and never takes longer than until `deadline` (milliseconds since 1970). */
  lookUp(question: PortalQuestion, deadline: number): Promise<PortalReply>;
  /** Takes a token, for the first patient and for tests of the connection. */
  token(): Promise<TokenResult>;
  /** Milliseconds until the portal is asked again; 0 while it is not left alone. */
  restMs(): number;
}

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
/** Far above any answer with a full history. */
const LONGEST_ANSWER = 1_048_576;

type Body =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly trouble: PortalTrouble };

const failed = (
  trouble: PortalTrouble,
): { readonly ok: false; readonly trouble: PortalTrouble } => ({
  ok: false,
  trouble,
});

/** The body of an answer, or undefined where it is longer than any can be. */
const textOf = async (body: AsyncIterable<Uint8Array> | null): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body === null) return '';
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > LONGEST_ANSWER) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** One POST, over at `deadline` at the latest. */
const post = async (
  url: string,
  body: string,
  contentType: string,
  deadline: number,
  { clock, send = fetch }: Pick<PortalClientOptions, 'clock' | 'send'>,
): Promise<Body> => {
  const left = deadline - clock.now();
  if (left <= 0) return failed(TIMED_OUT);
  const abort = new AbortController();
  const cancel = clock.after(left, () => {
    abort.abort();
  });
  try {
    const response = await send(url, {
      method: 'POST',
      redirect: 'manual',
      signal: abort.signal,
      headers: { 'content-type': contentType, accept: 'application/json' },
      body,
    });
    const text = await textOf(response.body);
    if (response.status !== 200) return failed(troubleOfStatus(response.status));
    return text === undefined ? failed(UNREADABLE) : { ok: true, text };
  } catch {
    return failed(abort.signal.aborted ? TIMED_OUT : NO_NETWORK);
  } finally {
    cancel();
  }
};

const before = <T>(work: Promise<T>, deadline: number, clock: Clock, late: T): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(Math.max(0, deadline - clock.now()), () => {
      resolve(late);
    });
    work.then(resolve, reject).finally(cancel);
  });

const troubleOfCode = (code: string): PortalTrouble => {
  const { family = 'transient', alarm } = portalResultOf(code);
  return { what: `result-${code}`, code, family, ...(alarm === undefined ? {} : { alarm }) };
};

/** What an answer comes to; one that says nothing about a card is trouble. */
const judged = (text: string): PortalAnswer | PortalTrouble => {
  const answer = parsePortalAnswer(text);
  if (answer === undefined) return UNREADABLE;
  const { outcome, newCard, clerk } = portalResultOf(answer.code);
  if (outcome === 'portal-away') return troubleOfCode(answer.code);
  const card = newCard === true ? answer.newCard : answer.card;
  const isHalf = outcome === 'found' && clerk === undefined && card.cardNumber === undefined;
  return isHalf ? { ...HALF_ANSWER, code: answer.code } : answer;
};

const isTrouble = (one: PortalAnswer | PortalTrouble): one is PortalTrouble => 'what' in one;

const isTokenTrouble = ({ code, httpStatus }: PortalTrouble): boolean =>
  code === '401' || httpStatus === 401;

/** The insurer's look-up portal, asked on behalf of one officer of the hospital. */
export const createPortalClient = (options: PortalClientOptions): PortalClient => {
  const { baseUrl, username, officer, encoding, clock, breaker } = options;
  const digest = portalPassword(options.password);

  const take = async (): Promise<TokenResult> => {
    const until = clock.now() + options.tokenTimeoutMs;
    const url = `${baseUrl}/api/token/take`;
    const body = await post(url, tokenBody(username, digest), FORM, until, options);
    if (!body.ok) return body;
    const answer = parseTokenAnswer(body.text);
    switch (answer.answer) {
      case 'token':
        return { ok: true, token: answer.token };
      case 'refused':
        return failed(troubleOfCode(answer.code));
      case 'unreadable':
        return failed(UNREADABLE);
    }
  };
  const tokens = createTokenKeeper(take, clock);

  const ask = async (
    question: PortalQuestion,
    token: PortalToken,
    deadline: number,
  ): Promise<PortalAnswer | PortalTrouble> => {
    const members = lookUpMembers(question, officer);
    const url = lookUpUrl(baseUrl, token, username, digest);
    const body =
      encoding === 'json'
        ? await post(url, JSON.stringify(members), JSON_TYPE, deadline, options)
        : await post(url, new URLSearchParams(members).toString(), FORM, deadline, options);
    return body.ok ? judged(body.text) : body.trouble;
  };

  /** A token that is refused is renewed once; a second refusal is the account's. */
  const askWithToken = async (
    question: PortalQuestion,
    deadline: number,
  ): Promise<PortalAnswer | PortalTrouble> => {
    for (let attempt = 1; ; attempt += 1) {
      const obtained = await before(tokens.obtain(), deadline, clock, failed(TIMED_OUT));
      if (!obtained.ok) return obtained.trouble;
      const answer = await ask(question, obtained.token, deadline);
      if (!isTrouble(answer) || !isTokenTrouble(answer)) return answer;
      tokens.refused(obtained.token);
      if (attempt === 2) return answer;
    }
  };

  return {
    async lookUp(question, deadline) {
      const started = clock.now();
      const ms = (): number => clock.now() - started;
      if (!breaker.admits()) return { kind: 'trouble', trouble: LEFT_ALONE, ms: 0 };
      const answer = await askWithToken(question, deadline);
      if (!isTrouble(answer)) {
        breaker.ended('answered');
        return { kind: 'answer', answer, ms: ms() };
      }
      // Refused officers and requests are answers: the portal is there.
      const isAnswered = answer.family === 'permanent' && answer.alarm !== 'account-refused';
      const isBarred = answer.alarm === 'account-refused';
      breaker.ended(isBarred ? 'barred' : isAnswered ? 'answered' : 'failed');
      return { kind: 'trouble', trouble: answer, ms: ms() };
    },
    token: () => tokens.obtain(),
    restMs: () => breaker.waitMs(),
  };
};
