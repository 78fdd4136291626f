import { X509Certificate, hash } from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';

/** Whether a hub may answer with that key: SHA-256 of its SubjectPublicKeyInfo, base64url. */
export type AcceptPin = (pin: string) => boolean;

/** `code` of the error where what answered is not the hub that this kiosk joined. */
export const NOT_TRUSTED = 'HUB_NOT_TRUSTED';

const notTrusted = (): Error =>
  Object.assign(new Error('the key of what answers is not known'), { code: NOT_TRUSTED });

const pinOf = (socket: TLSSocket): string => {
  const certificate = new X509Certificate(socket.getPeerCertificate().raw);
  return hash('sha256', certificate.publicKey.export({ type: 'spki', format: 'der' }), 'base64url');
};

const HANDSHAKE_MS = 10_000;

/**
 * Hands out connections only to a hub whose key is known: nothing is sent before. Names, issuers
 * and dates of the certificate do not matter, and no authority can vouch for another.
 */
class PinnedAgent extends Agent {
  readonly #accepts: AcceptPin;

  constructor(accepts: AcceptPin) {
    super({ keepAlive: true, maxSockets: 16 });
    this.#accepts = accepts;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const socket = connect({
      host: options.hostname ?? options.host ?? '',
      port: Number(options.port ?? 443),
      ...(options.servername === undefined ? {} : { servername: options.servername }),
      // The key decides, below.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    });
    const fail = (error: Error): void => {
      socket.destroy();
      callback?.(error, socket);
    };
    socket.setTimeout(HANDSHAKE_MS, () =>
      fail(Object.assign(new Error('no handshake'), { code: 'UND_ERR_CONNECT_TIMEOUT' })),
    );
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      socket.setTimeout(0);
      if (this.#accepts(pinOf(socket))) callback?.(null, socket);
      else {
        socket.once('error', () => undefined);
        fail(notTrusted());
      }
    });
    return undefined;
  }
}

const textHeaders = (headers: IncomingMessage['headers']): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );

/** Statuses whose answers have no body (Fetch, 2.2.3). */
const BODILESS = new Set([204, 205, 304]);

const answerTo = (sent: ClientRequest): Promise<Response> =>
  new Promise((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', response => {
      buffer(response).then(body => {
        const status = response.statusCode ?? 502;
        resolve(
          new Response(BODILESS.has(status) ? null : new Uint8Array(body), {
            status,
            headers: textHeaders(response.headers),
          }),
        );
      }, reject);
    });
  });

const failed = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });

/** Fetch for a hub that is known by its key; `http` goes the usual way, to this machine alone. */
export const createPinnedFetch = (accepts: AcceptPin): typeof fetch => {
  const agent = new PinnedAgent(accepts);
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'https:') return fetch(input, init);
    const { method = 'GET', headers, body, signal } = init;
    const sent = request(url, {
      agent,
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(signal ? { signal } : {}),
    });
    const answer = answerTo(sent);
    sent.end(typeof body === 'string' ? body : undefined);
    return answer.catch((cause: unknown) => {
      throw signal?.aborted === true ? signal.reason : failed(cause);
    });
  };
};
