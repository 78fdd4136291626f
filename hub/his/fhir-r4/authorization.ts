import { type Clock } from '../../../core/ports/ports.ts';
import { FhirFailure } from './fhir-failure.ts';
import { type Authorization } from './fhir-client.ts';
import { SILENCE_RULES, STATUS_RULES, ruleOfStatus } from './retry-table.ts';

export const noAuthorization: Authorization = {
  header: () => Promise.resolve(undefined),
  refused: () => undefined,
};

/** A token that was given to the hospital and does not change. */
export const bearerAuthorization = (token: string): Authorization => ({
  header: () => Promise.resolve(`Bearer ${token}`),
  refused: () => undefined,
});

/** How the token server is told who asks (RFC 6749, 2.3.1; RFC 7523, 2.2). */
export type ClientProof =
  | { readonly clientSecret: string }
  /** A new signed assertion for every request. */
  | { readonly assertion: () => string };

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly proof: ClientProof;
  readonly scope?: string | undefined;
  readonly timeoutMs: number;
}

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

/** Renewed this long before its end, so that no request travels with a token that dies on the way. */
const EARLY_MS = 60_000;

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const proofOf = ({ clientId, proof }: ClientCredentials) => {
  if ('assertion' in proof) {
    const parameters = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: proof.assertion(),
    };
    return { headers: {}, parameters };
  }
  const basic = `${encodeURIComponent(clientId)}:${encodeURIComponent(proof.clientSecret)}`;
  const authorization = `Basic ${Buffer.from(basic).toString('base64')}`;
  return { headers: { authorization }, parameters: {} };
};

const takeToken = async (credentials: ClientCredentials, now: number): Promise<Token> => {
  const { tokenUrl, scope, timeoutMs } = credentials;
  const { headers, parameters } = proofOf(credentials);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(tokenUrl, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', ...headers },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...parameters,
        ...(scope === undefined ? {} : { scope }),
      }),
    });
    body = await response.json().catch(() => undefined);
  } catch (error) {
    throw new FhirFailure(SILENCE_RULES.network, 'the token server does not answer', {
      cause: error,
    });
  }
  if (response.status >= 500) throw new FhirFailure(ruleOfStatus(503), 'the token server is busy');
  const token = body as { access_token?: unknown; expires_in?: unknown } | undefined;
  if (!response.ok || typeof token?.access_token !== 'string') {
    throw new FhirFailure(STATUS_RULES[403] ?? ruleOfStatus(403), 'no token was given');
  }
  const seconds = typeof token.expires_in === 'number' ? token.expires_in : 300;
  return { value: token.access_token, expiresAt: now + seconds * 1_000 };
};

/** OAuth 2.0 client credentials (RFC 6749, 4.4), with a secret or a key; one refresh at a time. */
export const clientCredentials = (credentials: ClientCredentials, clock: Clock): Authorization => {
  let token: Token | undefined;
  let taking: Promise<Token> | undefined;
  return {
    async header() {
      if (token === undefined || clock.now() > token.expiresAt - EARLY_MS) {
        taking ??= takeToken(credentials, clock.now()).finally(() => {
          taking = undefined;
        });
        token = await taking;
      }
      return `Bearer ${token.value}`;
    },
    refused() {
      token = undefined;
    },
  };
};
