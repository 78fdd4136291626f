import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSignature, prepareSignature } from '../contract/hub-signature.ts';
import { readMessageSignature, signatureBase } from './message-signature.ts';
import { parseDictionary } from './structured-field.ts';

describe('a signature base', () => {
  const member = (text: string) => {
    const found = parseDictionary(`a=${text}`)?.get('a');
    if (found === undefined || !('items' in found)) throw new Error('not read');
    return found;
  };

  it.each([
    ['a component that is not there', '("x")'],
    ['a component twice', '("@method" "@method")'],
    ['a component with parameters of its own', '("@method";req)'],
    ['a name of the prototype', '("constructor")'],
  ])('is not made for %s', (_what, text) => {
    expect(signatureBase(member(text), { '@method': 'POST' })).toBeUndefined();
  });

  it('is not made of a value that could be taken for another line', () => {
    expect(signatureBase(member('("a")'), { a: 'x\n"b": y' })).toBeUndefined();
  });
});

describe('the signature of a request to the hub', () => {
  const request = {
    method: 'POST',
    path: '/v1/hello',
    query: '?',
    bodySha256: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
  };
  const signer = {
    keyId: 'k'.repeat(43),
    algorithm: 'ed25519',
    now: 1_763_800_000_999,
    nonce: 'n'.repeat(36),
  } as const;

  it('is found as it was made, its time at the whole second', () => {
    const { base, headers } = prepareSignature(request, signer);
    expect(findSignature(request, headers('c2ln'))).toEqual({
      keyId: signer.keyId,
      algorithm: 'ed25519',
      created: 1_763_800_000_000,
      nonce: signer.nonce,
      base,
      signature: 'c2ln',
    });
  });

  it('has another base for every other request', () => {
    const { headers } = prepareSignature(request, signer);
    const made = headers('c2ln');
    const of = (change: Partial<typeof request>) => findSignature({ ...request, ...change }, made);
    const bases = [{}, { method: 'PUT' }, { path: '/v1/intake' }, { query: '?a' }].map(change => {
      const found = of(change);
      return 'base' in found ? found.base : found.missing;
    });
    expect(new Set(bases).size).toBe(4);
    expect(of({ bodySha256: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' })).toEqual({
      missing: 'content-digest is not of this body',
    });
  });

  it('covers at least what must be covered, whatever label it has', () => {
    const made = prepareSignature(request, signer).headers('c2ln');
    const relabelled = {
      ...made,
      'signature-input': made['signature-input']?.replace('tiep-don=', 'x=') ?? '',
      signature: 'x=:c2ln:, other=:AAAA:',
    };
    expect(findSignature(request, relabelled)).toMatchObject({ signature: 'c2ln' });
    for (const name of ['@method', '@path', '@query', 'content-digest']) {
      const less = made['signature-input']?.replace(`"${name}"`, '') ?? '';
      expect(findSignature(request, { ...made, 'signature-input': less })).toEqual({
        missing: 'the signature covers too little',
      });
    }
  });

  it('is one: two for the same hub are none', () => {
    const made = prepareSignature(request, signer).headers('c2ln');
    const [, input = ''] = /=(.*)/.exec(made['signature-input'] ?? '') ?? [];
    expect(
      readMessageSignature(`a=${input}, b=${input}`, 'a=:AAAA:, b=:AAAA:', 'tiep-don-hub'),
    ).toBeUndefined();
  });

  it('is looked for in any headers without a fault', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (digest, input, signature) => {
        const headers = { 'content-digest': digest, 'signature-input': input, signature };
        expect(findSignature(request, headers)).toHaveProperty('missing');
      }),
    );
  });
});
