import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { FaultError } from '../../core/contract/errors.ts';
import {
  HUB_CLOCK_TOLERANCE_MS,
  HUB_HEADERS,
  type SignedRequest,
  hubSigningString,
} from '../../core/contract/hub-signature.ts';
import { idSchema } from '../../core/contract/primitives.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type Database } from '../storage/database.ts';

export interface IncomingRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** HMAC-SHA256 of a request in lower-case hex. */
export const signatureOf = (request: SignedRequest, secret: Uint8Array): string =>
  createHmac('sha256', secret).update(hubSigningString(request)).digest('hex');

const refuse = (why: string): never => {
  throw new FaultError('hub-unauthorised', why);
};

const headerOf = (request: IncomingRequest, name: string, shape: RegExp): string => {
  const value = request.headers[name];
  return typeof value === 'string' && shape.test(value) ? value : refuse(`${name} is missing`);
};

const sameBytes = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Nonces seen within the window, shared by all hubs on one database. */
const useNonce = async (
  database: Database,
  kioskId: string,
  nonce: string,
  now: number,
): Promise<boolean> => {
  const expires = new Date(now + 2 * HUB_CLOCK_TOLERANCE_MS).toISOString();
  const { affected } = await database.query(
    `insert into request_nonce (kiosk_id, nonce, expires_at) values ($1, $2, $3)
     on conflict do nothing`,
    [kioskId, nonce, expires],
  );
  return affected === 1;
};

/** Forgets nonces whose requests would be too old by now. */
export const forgetOldNonces = async (database: Database, now: number): Promise<void> => {
  await database.query('delete from request_nonce where expires_at < $1', [
    new Date(now).toISOString(),
  ]);
};

/**
 * Which kiosk sent a request.
 * @throws FaultError `hub-unauthorised` where the signature, the time or the nonce is not right.
 */
export const authenticate = async (
  request: IncomingRequest,
  secret: Uint8Array,
  clock: Clock,
  database: Database,
): Promise<string> => {
  const kioskId = headerOf(request, HUB_HEADERS.kioskId, /^.{1,64}$/);
  if (!idSchema.safeParse(kioskId).success) refuse(`${HUB_HEADERS.kioskId} is no id`);
  const timestamp = headerOf(request, HUB_HEADERS.timestamp, /^\d{13}$/);
  const nonce = headerOf(request, HUB_HEADERS.nonce, /^[\w-]{16,64}$/);
  const signature = headerOf(request, HUB_HEADERS.signature, /^[0-9a-f]{64}$/);
  const signed: SignedRequest = {
    kioskId,
    method: request.method,
    path: request.path,
    timestamp,
    nonce,
    bodySha256: createHash('sha256').update(request.body).digest('hex'),
  };
  if (!sameBytes(signature, signatureOf(signed, secret))) refuse('the signature does not fit');
  const now = clock.now();
  if (Math.abs(now - Number(timestamp)) > HUB_CLOCK_TOLERANCE_MS) {
    refuse('the clocks of kiosk and hub differ too much');
  }
  if (!(await useNonce(database, kioskId, nonce, now))) refuse('the request was sent before');
  return kioskId;
};
