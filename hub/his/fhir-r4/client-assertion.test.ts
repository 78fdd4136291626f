import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../ports/testing/fake-clock.ts';
import { type AssertionAlgorithm, assertionKey, clientAssertion } from './client-assertion.ts';

const EC = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pemOf = ({ privateKey }: typeof EC) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const clock = fakeClock();
let given = 0;
const assertionWith = (pair: typeof EC, algorithm: AssertionAlgorithm): string =>
  clientAssertion({
    tokenUrl: 'https://his.example/token',
    clientId: 'hub',
    key: assertionKey(pemOf(pair), algorithm),
    keyId: 'k1',
    algorithm,
    clock,
    ids: { uuid: () => `id-${(given += 1)}` },
  });
const decoded = (part = ''): unknown =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown;

describe('a signed client assertion', () => {
  it.each([
    ['ES384', EC],
    ['RS384', RSA],
  ] as const)('with %s says who asks, for whom and until when', (algorithm, pair) => {
    const [head, claims, signature = ''] = assertionWith(pair, algorithm).split('.');
    expect(decoded(head)).toEqual({ alg: algorithm, kid: 'k1', typ: 'JWT' });
    const seconds = Math.floor(clock.now() / 1_000);
    expect(decoded(claims)).toEqual({
      iss: 'hub',
      sub: 'hub',
      aud: 'https://his.example/token',
      jti: `id-${given}`,
      iat: seconds,
      exp: seconds + 240,
    });
    const key = { key: pair.publicKey, dsaEncoding: 'ieee-p1363' as const };
    const text = Buffer.from(`${head ?? ''}.${claims ?? ''}`);
    expect(verify('sha384', text, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('is never used twice', () => {
    const ids = [1, 2].map(() => decoded(assertionWith(EC, 'ES384').split('.')[1]));
    expect(ids[0]).not.toEqual(ids[1]);
  });

  it.each([
    ['no key', 'ES384', 'nonsense'],
    ['a key of another kind', 'RS384', pemOf(EC)],
    [
      'a curve that does not fit',
      'ES384',
      pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    ],
  ] as const)('is refused with %s', (_what, algorithm, pem) => {
    expect(() => assertionKey(pem, algorithm)).toThrow('his.authorization.keyFile');
  });
});
