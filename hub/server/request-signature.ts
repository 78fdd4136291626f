import {
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { z } from 'zod';
import { bytes32Schema } from '../../core/contract/enrolment.ts';
import { FaultError } from '../../core/contract/errors.ts';
import {
  findSignature,
  type FoundSignature,
  HUB_CLOCK_TOLERANCE_MS,
  kioskKeyThumbprintText,
} from '../../core/contract/hub-signature.ts';
import { jsonIn } from '../../core/contract/json-text.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { admit, publicKeyOf } from '../enrolment/kiosk-register.ts';
import { type Database } from '../storage/database.ts';
import { type Caller } from './caller.ts';

export interface IncomingRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  readonly address: string;
}

/** @throws FaultError where the request is not what it claims to be. */
export type Authenticate = (request: IncomingRequest) => Promise<Caller>;

const refuse = (why: string): never => {
  throw new FaultError('hub-unauthorised', why);
};

const signatureOn = ({ method, url, headers, body }: IncomingRequest): FoundSignature => {
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, '?'] : [url.slice(0, mark), url.slice(mark)];
  const bodySha256 = createHash('sha256').update(body).digest('base64');
  const found = findSignature({ method, path, query, bodySha256 }, headers);
  return 'missing' in found ? refuse(found.missing) : found;
};

/** The name of a public key of 32 bytes in base64url. */
export const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(kioskKeyThumbprintText(publicKey)).digest('base64url');

const publicKeyFrom = (x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });

const verifyEd25519 = ({ algorithm, base, signature }: FoundSignature, key: KeyObject): void => {
  const isRight =
    algorithm === 'ed25519' &&
    verify(null, Buffer.from(base), key, Buffer.from(signature, 'base64'));
  if (!isRight) refuse('the signature does not fit');
};

/** @throws FaultError `clock-skew` */
const clockAhead = (found: FoundSignature, now: number): number => {
  const ahead = found.created - now;
  if (Math.abs(ahead) <= HUB_CLOCK_TOLERANCE_MS) return ahead;
  const seconds = Math.round(Math.abs(ahead) / 1000);
  throw new FaultError(
    'clock-skew',
    `the clock of the caller is ${seconds} s ${ahead > 0 ? 'ahead' : 'behind'}`,
  );
};

const nonceExpiry = (now: number): string =>
  new Date(now + 2 * HUB_CLOCK_TOLERANCE_MS).toISOString();

/** Public keys never change: only what may be done with them does, and that is asked each time. */
const KEYS_IN_MEMORY = 5_000;

/** Kiosks: each by the key that it joined with. */
export const authenticateKiosks = (clock: Clock, database: Database): Authenticate => {
  const known = new Map<string, KeyObject>();
  const keyFor = async (keyId: string): Promise<KeyObject> => {
    const remembered = known.get(keyId);
    if (remembered !== undefined) return remembered;
    if (!bytes32Schema.safeParse(keyId).success) return refuse('keyid names no key');
    const publicKey = await publicKeyOf(database, keyId);
    if (publicKey === undefined) return refuse('no machine joined with this key');
    if (known.size >= KEYS_IN_MEMORY) known.clear();
    const key = publicKeyFrom(publicKey);
    known.set(keyId, key);
    return key;
  };
  return async request => {
    const found = signatureOn(request);
    verifyEd25519(found, await keyFor(found.keyId));
    const now = clock.now();
    const clockAheadMs = clockAhead(found, now);
    const admission = await admit(database, found.keyId, found.nonce, nonceExpiry(now));
    if (admission === undefined) return refuse('no machine joined with this key');
    if (admission.isRevoked) {
      throw new FaultError('kiosk-revoked', `${admission.kioskId} was revoked or replaced`);
    }
    if (!admission.isNew) refuse('the request was sent before');
    const { kioskId, formerNames } = admission;
    const { keyId } = found;
    return { kioskId, formerNames, keyId, clockAheadMs, address: request.address };
  };
};

const bearingKeySchema = z.object({ publicKey: bytes32Schema });

const publicKeyInBody = (body: Uint8Array): string => {
  const { data } = bearingKeySchema.safeParse(jsonIn(Buffer.from(body).toString('utf8')));
  return data?.publicKey ?? refuse('no public key');
};

/**
 * Machines that want to join: by the key they bring, so that nobody enrols a key that is not
 * theirs. The code is used once, hence no nonce is kept.
 */
export const authenticateJoining =
  (clock: Clock): Authenticate =>
  request => {
    const found = signatureOn(request);
    const publicKey = publicKeyInBody(request.body);
    if (found.keyId !== keyIdOf(publicKey)) refuse('keyid is not of the public key');
    let key: KeyObject;
    try {
      key = publicKeyFrom(publicKey);
    } catch {
      return refuse('no public key of Ed25519');
    }
    verifyEd25519(found, key);
    const clockAheadMs = clockAhead(found, clock.now());
    return Promise.resolve({
      kioskId: '',
      formerNames: [],
      keyId: found.keyId,
      clockAheadMs,
      address: request.address,
    });
  };

/** Nonces seen within the window, shared by all hubs on one database. */
const useNonce = async (
  database: Database,
  keyId: string,
  nonce: string,
  now: number,
): Promise<boolean> => {
  const { affected } = await database.query(
    `insert into request_nonce (key_id, nonce, expires_at) values ($1, $2, $3)
     on conflict do nothing`,
    [keyId, nonce, nonceExpiry(now)],
  );
  return affected === 1;
};

/** The name under which the command line signs. */
export const COMMAND_LINE = 'command-line';

/** HMAC-SHA256 of a text in base64. */
export const hmacOf = (base: string, secret: Uint8Array): string =>
  createHmac('sha256', secret).update(base).digest('base64');

const sameBytes = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one, 'base64'), Buffer.from(other, 'base64')];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** The hub's own command line, which can read the hub's key file. */
export const authenticateCommandLine =
  (clock: Clock, database: Database, secret: Uint8Array): Authenticate =>
  async request => {
    const found = signatureOn(request);
    const { keyId, algorithm, base, signature, nonce } = found;
    if (keyId !== COMMAND_LINE || algorithm !== 'hmac-sha256') refuse('not the command line');
    if (!sameBytes(signature, hmacOf(base, secret))) refuse('the signature does not fit');
    const now = clock.now();
    const clockAheadMs = clockAhead(found, now);
    if (!(await useNonce(database, keyId, nonce, now))) refuse('the request was sent before');
    return { kioskId: keyId, formerNames: [], keyId, clockAheadMs, address: request.address };
  };

/** Forgets nonces whose requests would be too old by now. */
export const forgetOldNonces = async (database: Database, now: number): Promise<void> => {
  await database.query('delete from request_nonce where expires_at < $1', [
    new Date(now).toISOString(),
  ]);
};
