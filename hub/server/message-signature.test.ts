import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureBase } from '../../core/signature/message-signature.ts';
import { parseDictionary } from '../../core/signature/structured-field.ts';

describe('the example of RFC 9421, B.2.6', () => {
  const input =
    '("date" "@method" "@path" "@authority" "content-type" "content-length")' +
    ';created=1618884473;keyid="test-key-ed25519"';
  const key = createPublicKey(
    [
      '-----BEGIN PUBLIC KEY-----',
      'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=',
      '-----END PUBLIC KEY-----',
    ].join('\n'),
  );
  const signature =
    'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';

  it('has the signature base that its signature is of', () => {
    const member = parseDictionary(`sig-b26=${input}`)?.get('sig-b26');
    if (member === undefined || !('items' in member)) throw new Error('not read');
    const base = signatureBase(member, {
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      '@method': 'POST',
      '@path': '/foo',
      '@authority': 'example.com',
      'content-type': 'application/json',
      'content-length': '18',
    });
    expect(base?.split('\n').at(-1)).toBe(`"@signature-params": ${input}`);
    expect(verify(null, Buffer.from(base ?? ''), key, Buffer.from(signature, 'base64'))).toBe(true);
  });
});
