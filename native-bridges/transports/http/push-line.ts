import { connect } from 'node:net';
import { FaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import {
  type DisplayListener,
  type MessageLine,
} from '../../drivers/payment-display/display-line.ts';
import { post, PostFailure, type PostAnswer } from './post.ts';

export interface PushLineOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Read anew for each message. */
  readonly bearerToken: () => Promise<string | undefined>;
  readonly clock: Clock;
}

const SEND_MS = 5_000;
/**
 * Whether anybody listens there is all that can be asked without showing something. What is in the
 * same building is missed within two seconds; a service of the internet is not knocked at that often.
 */
const PROBES = {
  near: { everyMs: 1_300, awayMs: 1_300, connectMs: 500 },
  far: { everyMs: 30_000, awayMs: 2_000, connectMs: 3_000 },
} as const;

/** Messages posted to a display, or to the service that passes them on to it. */
export const createPushLine = (options: PushLineOptions): MessageLine => {
  const { headers, bearerToken, clock } = options;
  const url = new URL(options.url);
  const probes = PROBES[isNear(url.hostname) ? 'near' : 'far'];
  let listener: DisplayListener | undefined;
  let fault: FaultCode | undefined;
  let cancelProbe: (() => void) | undefined;
  let stopped = false;

  const report = (now: FaultCode | undefined): void => {
    fault = now;
    listener?.changed(now);
  };

  const probe = async (): Promise<void> => {
    const listens = await isListening(url, probes.connectMs);
    if (stopped) return;
    report(listens ? undefined : 'device-absent');
    const wait = fault === undefined ? probes.everyMs : probes.awayMs;
    cancelProbe = clock.after(wait, () => void probe());
  };

  return {
    start: async to => {
      listener = to;
      await probe();
    },
    stop: () => {
      stopped = true;
      cancelProbe?.();
    },
    send: async message => {
      const token = await bearerToken();
      const answer = await carried(
        post({
          url,
          body: message,
          ms: SEND_MS,
          headers: {
            ...headers,
            'Content-Type': 'application/json',
            ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          },
        }),
      );
      const refused = faultOfStatus(answer.status);
      if (refused !== undefined) throw new FaultError(refused, `HTTP status ${answer.status}`);
    },
  };
};

const carried = async (posting: Promise<PostAnswer>): Promise<PostAnswer> => {
  try {
    return await posting;
  } catch (thrown) {
    if (!(thrown instanceof PostFailure)) throw thrown;
    throw new FaultError('device-absent', thrown.message);
  }
};

const faultOfStatus = (status: number): FaultCode | undefined => {
  if (status >= 200 && status < 300) return undefined;
  if (status === 401 || status === 403) return 'not-permitted';
  if (status === 404) return 'device-absent';
  if (status === 429 || status === 503) return 'device-busy';
  return status >= 500 ? 'device-absent' : 'device-protocol';
};

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Addresses of private networks (RFC 1918, RFC 3927, RFC 4193, RFC 4291), and names without a domain of the internet. */
const NEAR =
  /^(?:localhost|[^.:]+|.+\.(?:local|lan|home|internal)|(?:127|10)\..+|192\.168\..+|169\.254\..+|172\.(?:1[6-9]|2\d|3[01])\..+|\[(?:::1|f[cd].*|fe80.*)\])$/i;

const isNear = (hostname: string): boolean => NEAR.test(hostname);

const isListening = (url: URL, ms: number): Promise<boolean> =>
  new Promise(resolve => {
    const port = url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 80) : Number(url.port);
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
    const end = (listens: boolean): void => {
      socket.destroy();
      resolve(listens);
    };
    socket.setTimeout(ms, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
