import { type KeyObject, createPrivateKey, sign } from 'node:crypto';
import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';

/** Signing algorithms of SMART Backend Services (RFC 7518, 3.3 and 3.4). */
export const ASSERTION_ALGORITHMS = ['RS384', 'ES384'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

export interface AssertionOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly key: KeyObject;
  /** `kid` of the key, as the authorisation server knows it. */
  readonly keyId: string;
  readonly algorithm: AssertionAlgorithm;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** At most five minutes are allowed; the clocks may differ. */
const LIFETIME_S = 240;

const KEY_TYPES: Readonly<Record<AssertionAlgorithm, (key: KeyObject) => boolean>> = {
  RS384: key => key.asymmetricKeyType === 'rsa',
  ES384: key => key.asymmetricKeyDetails?.namedCurve === 'secp384r1',
};

/** The private key of a PEM text. @throws FaultError `config-invalid`. */
export const assertionKey = (pem: string, algorithm: AssertionAlgorithm): KeyObject => {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new FaultError('config-invalid', 'his.authorization.keyFile holds no private key');
  }
  if (KEY_TYPES[algorithm](key)) return key;
  throw new FaultError('config-invalid', `his.authorization.keyFile holds no key for ${algorithm}`);
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** `private_key_jwt` (RFC 7523, 2.2 and 3): who asks for a token, signed; a new one every time. */
export const clientAssertion = (options: AssertionOptions): string => {
  const { tokenUrl, clientId, key, keyId, algorithm, clock, ids } = options;
  const now = Math.floor(clock.now() / 1_000);
  const head = part({ alg: algorithm, kid: keyId, typ: 'JWT' });
  const claims = part({
    iss: clientId,
    sub: clientId,
    aud: tokenUrl,
    jti: ids.uuid(),
    iat: now,
    exp: now + LIFETIME_S,
  });
  const text = `${head}.${claims}`;
  const signature = sign('sha384', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
};
