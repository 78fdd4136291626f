import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type PeerCertificate, TLSSocket } from 'node:tls';

export interface Posting {
  readonly url: URL;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** From the first attempt to connect to the last byte of the answer. */
  readonly ms: number;
  /** SHA-256 of the only certificate that is taken, hex; absent: those this machine trusts. */
  readonly certificateSha256?: string | undefined;
}

export interface PostAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** `reached`: a connection was there, so that some or all of the request may have arrived. */
export class PostFailure extends Error {
  override readonly name = 'PostFailure';
  readonly reached: boolean;

  constructor(message: string, reached: boolean) {
    super(message);
    this.reached = reached;
  }
}

/** Answers of devices are short; whoever sends more is no device. */
const LARGEST_ANSWER = 4_000_000;

/**
 * One POST over a connection of its own, which is closed afterwards; redirections are not followed.
 * @throws PostFailure
 */
export const post = (posting: Posting): Promise<PostAnswer> =>
  new Promise((resolve, reject) => {
    let reached = false;
    const { url, body, headers, ms, certificateSha256 } = posting;
    const fail = (why: string): void => {
      clearTimeout(timer);
      request.destroy();
      reject(new PostFailure(why, reached));
    };
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': String(body.length) },
      agent: false,
    };
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, rejectUnauthorized: certificateSha256 === undefined })
        : requestHttp(url, options);
    const timer = setTimeout(() => fail('no answer in time'), ms);
    const send = (): void => {
      reached = true;
      request.end(body);
    };
    request.on('error', cause => fail(cause.message));
    request.on('response', answer => {
      collect(answer, fail, whole => {
        clearTimeout(timer);
        resolve({ status: answer.statusCode ?? 0, body: whole });
      });
    });
    request.on('socket', socket => {
      // The body waits until it is known who is there.
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        const known =
          certificateSha256 === undefined ||
          (socket instanceof TLSSocket && isPinned(socket, certificateSha256));
        if (known) send();
        else fail('another certificate than the configured one');
      });
    });
  });

const isPinned = (socket: TLSSocket, sha256: string): boolean => {
  const { fingerprint256 = '' } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  return fingerprint256.replaceAll(':', '').toLowerCase() === sha256.toLowerCase();
};

const collect = (
  answer: IncomingMessage,
  fail: (why: string) => void,
  done: (body: Uint8Array) => void,
): void => {
  const chunks: Buffer[] = [];
  let length = 0;
  answer.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > LARGEST_ANSWER) fail('the answer does not end');
    else chunks.push(chunk);
  });
  answer.on('aborted', () => fail('the answer was cut off'));
  answer.on('error', cause => fail(cause.message));
  answer.on('end', () => {
    if (answer.complete) done(Buffer.concat(chunks));
  });
};
