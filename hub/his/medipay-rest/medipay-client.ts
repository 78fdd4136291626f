import { jsonIn } from '../../../core/contract/json-text.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { NO_ANSWER_OF_CONTRACT, SILENCE_RULES, ruleOfCode, ruleOfStatus } from './answer-rules.ts';
import { envelopeSchema } from './answers.ts';
import { type AnswerRule, HisFailure } from '../his-failure.ts';
import { type Fields, signRequest } from './request-signature.ts';
import { type Endpoint, type MedipayRestSettings } from './settings.ts';

export interface MedipayClientOptions {
  readonly settings: Pick<MedipayRestSettings, 'baseUrl' | 'merchantId' | 'paths' | 'signed'>;
  /** Shared with the HIS. */
  readonly key: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** The requests of the contract. @throws HisFailure from every method. */
export interface MedipayClient {
  /** `data` of the answer; undefined where the HIS has nothing of the kind (404). */
  get(endpoint: Endpoint, parameters?: Fields): Promise<unknown>;
  /** `data` of the answer. @param trace for the HIS's own log; it has no meaning to it. */
  post(endpoint: Endpoint, body: Fields, trace: string): Promise<unknown>;
}

const SUCCESS = '000';
const NOTHING = '404';
const JSON_TYPE = 'application/json; charset=utf-8';

const secondsOf = (header: string | null): number | undefined =>
  header !== null && /^\d{1,4}$/.test(header.trim()) ? Number(header) * 1_000 : undefined;

/** The contract asks by query string: what is null or absent is left out of it. */
const queryOf = (parameters: Fields): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string' && value !== '') query.append(name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};

export const createMedipayClient = (options: MedipayClientOptions): MedipayClient => {
  const { settings, key, timeoutMs, clock } = options;

  const addressOf = (endpoint: Endpoint): string => {
    const path = settings.paths[endpoint];
    if (path === null) {
      const rule: AnswerRule = { fault: 'his-conflict', next: 'dead-letter' };
      throw new HisFailure(rule, `this HIS has no ${endpoint}`);
    }
    return `${settings.baseUrl}${path}`;
  };

  const exchange = async (url: string, request: RequestInit) => {
    try {
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { response, body: jsonIn(await response.text()) };
    } catch (cause) {
      const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
      // The cause may name the address, and a GET of this contract has the patient in it.
      throw new HisFailure(
        timedOut ? SILENCE_RULES.timeout : SILENCE_RULES.network,
        timedOut ? `no answer within ${timeoutMs} ms` : 'no connection',
      );
    }
  };

  const send = async (
    endpoint: Endpoint,
    fields: Fields,
    method: 'GET' | 'POST',
    trace?: string,
  ) => {
    const { merchantId, signed } = settings;
    const headers = signRequest(signed[endpoint], fields, { merchantId, key, now: clock.now() });
    const query = method === 'GET' ? queryOf(fields) : '';
    const { response, body } = await exchange(`${addressOf(endpoint)}${query}`, {
      method,
      headers: {
        accept: 'application/json',
        ...headers,
        ...(trace === undefined ? {} : { 'x-request-id': trace }),
        ...(method === 'POST' ? { 'content-type': JSON_TYPE } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(fields) } : {}),
    });
    const envelope = envelopeSchema.safeParse(body);
    const { code, message } = envelope.data ?? {};
    const outcome = code === undefined ? {} : { outcome: { code, message: message ?? undefined } };
    const httpStatus = response.status;
    if (!response.ok) {
      const retryAfterMs = secondsOf(response.headers.get('retry-after'));
      throw new HisFailure(ruleOfStatus(httpStatus), `answered with ${httpStatus}`, {
        httpStatus,
        retryAfterMs,
        ...outcome,
      });
    }
    if (code === undefined) {
      throw new HisFailure(NO_ANSWER_OF_CONTRACT, 'the answer is none of the contract', {
        httpStatus,
      });
    }
    return { code, data: envelope.data?.data, outcome };
  };

  return {
    async get(endpoint, parameters = {}) {
      const { code, data, outcome } = await send(endpoint, parameters, 'GET');
      if (code === SUCCESS) return data;
      if (code === NOTHING) return undefined;
      throw new HisFailure(ruleOfCode(code), `answered with code ${code}`, outcome);
    },
    async post(endpoint, body, trace) {
      const { code, data, outcome } = await send(endpoint, body, 'POST', trace);
      if (code === SUCCESS) return data;
      throw new HisFailure(ruleOfCode(code), `answered with code ${code}`, outcome);
    },
  };
};
