import { describe, expect, it } from 'vitest';
import { der } from '../../simulators/issuer/der-encoding.ts';
import { readDer } from './der.ts';
import { parseSignatureAlgorithm } from './signature-algorithm.ts';

const RSA_PSS = der.oid('1.2.840.113549.1.1.10');
const SHA_256 = der.sequence(der.oid('2.16.840.1.101.3.4.2.1'), der.null());

const parse = (...parts: readonly Uint8Array[]) =>
  parseSignatureAlgorithm(readDer(der.sequence(...parts)));

describe('the parameters of RSA-PSS', () => {
  it('are SHA-1 and a salt of 20 bytes where they are not given (RFC 4055, 3.1)', () => {
    const defaults = { scheme: 'rsa-pss', hash: 'SHA-1', maskHash: 'SHA-1', saltLength: 20 };
    expect(parse(RSA_PSS, der.sequence())).toEqual(defaults);
    expect(parse(RSA_PSS)).toEqual(defaults);
  });

  it('are taken one by one', () => {
    const mask = der.sequence(der.oid('1.2.840.113549.1.1.8'), SHA_256);
    const parameters = der.sequence(der.context(1, mask), der.context(2, der.integer(16)));
    expect(parse(RSA_PSS, parameters)).toEqual({
      scheme: 'rsa-pss',
      hash: 'SHA-1',
      maskHash: 'SHA-256',
      saltLength: 16,
    });
  });

  it('follow the digest beside them where a signer leaves them out', () => {
    const algorithm = readDer(der.sequence(RSA_PSS, der.null()));
    expect(parseSignatureAlgorithm(algorithm, 'SHA-256')).toEqual({
      scheme: 'rsa-pss',
      hash: 'SHA-256',
      maskHash: 'SHA-256',
      saltLength: 32,
    });
  });

  it('are not guessed where they are strange', () => {
    const otherMask = der.sequence(der.oid('1.2.840.113549.1.1.9'), SHA_256);
    expect(parse(RSA_PSS, der.sequence(der.context(1, otherMask)))).toBeUndefined();
    const unknownHash = der.sequence(der.oid('1.2.3.4'));
    expect(parse(RSA_PSS, der.sequence(der.context(0, unknownHash)))).toBeUndefined();
    const longSalt = der.context(2, der.integer(100_000));
    expect(parse(RSA_PSS, der.sequence(longSalt))).toBeUndefined();
  });
});

describe('a signature algorithm', () => {
  it('may be only the kind of key, where the digest stands beside it', () => {
    const key = readDer(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.null()));
    expect(parseSignatureAlgorithm(key)).toBeUndefined();
    expect(parseSignatureAlgorithm(key, 'SHA-384')).toEqual({
      scheme: 'rsa-pkcs1',
      hash: 'SHA-384',
    });
  });

  it('may be the plain form of BSI TR-03111', () => {
    expect(parse(der.oid('0.4.0.127.0.7.1.1.4.1.3'))).toEqual({
      scheme: 'ecdsa',
      hash: 'SHA-256',
      format: 'plain',
    });
  });

  it('is unknown where nobody here knows it', () => {
    expect(parse(der.oid('1.3.101.112'))).toBeUndefined();
    expect(parseSignatureAlgorithm(readDer(Uint8Array.of(0x05, 0x00)))).toBeUndefined();
  });
});
