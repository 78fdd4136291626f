import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { createIssuer, type IssuerOptions } from '../../simulators/issuer/issuer.ts';
import { type KeyType } from '../../simulators/issuer/signing-key.ts';
import { digest } from '../cryptography/digests.ts';
import { passiveAuthentication } from './passive-authentication.ts';
import { parseSecurityObjectFile } from './security-object.ts';
import { NO_TRUST_ANCHORS, trustAnchorsOf } from './trust-anchors.ts';

const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000;
const FROM = Date.UTC(2024, 0, 1);
const AT = FROM + 2 * YEAR_MS;

const DG1 = Uint8Array.of(0x61, 0x03, 0x5f, 0x1f, 0x00);
const DG13 = Uint8Array.of(0x6d, 0x02, 0x30, 0x00);
const FILES = new Map([
  ['DG1', DG1],
  ['DG13', DG13],
] as const);
const DIGESTS = new Map([
  [1, digest('SHA-256', DG1)],
  [13, digest('SHA-256', DG13)],
]);

const P256: KeyType = { scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' };

const authority = (seed: string, options: Partial<IssuerOptions> = {}) =>
  createIssuer({ random: createSeededRandom(seed), keyType: P256, from: FROM, ...options });

const issuer = authority('authority');
const signer = issuer.issueDocumentSigner();
const SOD = signer.signSecurityObject(DIGESTS);
const TRUST = trustAnchorsOf([issuer.csca]);

const check = (change: Partial<Parameters<typeof passiveAuthentication>[0]> = {}) =>
  passiveAuthentication({ sod: SOD, files: FILES, trust: TRUST, at: AT, ...change });

describe('what was read', () => {
  it('is valid where an authority we trust signed it', () => {
    expect(check()).toEqual({ outcome: 'valid', reasons: [] });
  });

  it('is not proven without the authority, and never called valid', () => {
    const expected = { outcome: 'no-trust-anchor', reasons: ['signer-unknown'] };
    expect(check({ trust: NO_TRUST_ANCHORS })).toEqual(expected);
    expect(check({ trust: trustAnchorsOf([authority('another').csca]) })).toEqual(expected);
  });

  it('is invalid where a group is not the one that was signed', () => {
    const files = new Map([['DG13', Uint8Array.of(0x6d, 0x02, 0x30, 0x01)]] as const);
    expect(check({ files })).toEqual({ outcome: 'invalid', reasons: ['digest-mismatch'] });
  });

  it('is invalid where a group was never signed', () => {
    const files = new Map([['DG11', Uint8Array.of(0x6b, 0x00)]] as const);
    expect(check({ files })).toEqual({ outcome: 'invalid', reasons: ['digest-missing'] });
  });

  it('is judged without files that are no data groups', () => {
    const files = new Map([['COM', Uint8Array.of(0x60, 0x00)]] as const);
    expect(check({ files }).outcome).toBe('valid');
  });

  it('is invalid without a security object, or with one that makes no sense', () => {
    expect(check({ sod: undefined }).reasons).toEqual(['security-object-missing']);
    expect(check({ sod: SOD.subarray(0, -1) }).reasons).toEqual(['security-object-damaged']);
    expect(check({ sod: undefined }).outcome).toBe('invalid');
  });

  it('is told with everything that is wrong with it', () => {
    const files = new Map([['DG13', Uint8Array.of(0x6d, 0x00)]] as const);
    expect(check({ files, trust: NO_TRUST_ANCHORS })).toEqual({
      outcome: 'invalid',
      reasons: ['digest-mismatch', 'signer-unknown'],
    });
  });

  it('may be followed by padding in the file', () => {
    const padded = new Uint8Array(SOD.length + 16);
    padded.set(SOD);
    expect(check({ sod: padded }).outcome).toBe('valid');
  });
});

describe('the signer', () => {
  it('may leave its certificate to the trust files', () => {
    const sod = signer.signSecurityObject(DIGESTS, { certificateIncluded: false });
    expect(check({ sod }).reasons).toEqual(['signer-unknown']);
    const trust = trustAnchorsOf([issuer.csca, signer.certificate]);
    expect(check({ sod, trust }).outcome).toBe('valid');
  });

  it('may name its certificate wrongly: the signature tells whose it is', () => {
    const serialNumber = Buffer.from(signer.serialNumber.toString(16).padStart(16, '0'), 'hex');
    const misnamed = Buffer.from(SOD);
    const at = misnamed.lastIndexOf(serialNumber);
    expect(at).toBeGreaterThan(misnamed.indexOf(serialNumber));
    misnamed.writeUInt8(misnamed.readUInt8(at + 1) ^ 1, at + 1);
    expect(check({ sod: misnamed }).outcome).toBe('valid');
  });

  it('is no anchor itself', () => {
    const trust = trustAnchorsOf([signer.certificate]);
    expect(check({ trust }).outcome).toBe('no-trust-anchor');
  });

  it('must be valid now where it does not say when it signed', () => {
    const expired = issuer.issueDocumentSigner({
      validity: { notBefore: FROM, notAfter: FROM + YEAR_MS },
    });
    expect(check({ sod: expired.signSecurityObject(DIGESTS) })).toEqual({
      outcome: 'invalid',
      reasons: ['signer-not-valid-then'],
    });
  });

  it('must have been valid when it signed, however long ago', () => {
    const validity = { notBefore: FROM, notAfter: FROM + YEAR_MS };
    const expired = issuer.issueDocumentSigner({ validity });
    const signedAt = (signingTime: number) =>
      check({ sod: expired.signSecurityObject(DIGESTS, { signingTime }) }).reasons;
    expect(signedAt(FROM + YEAR_MS / 2)).toEqual([]);
    expect(signedAt(FROM + 1.5 * YEAR_MS)).toEqual(['signer-not-valid-then']);
    expect(signedAt(FROM - YEAR_MS)).toEqual(['signer-not-valid-then']);
  });

  it('cannot have signed in the future', () => {
    const sod = signer.signSecurityObject(DIGESTS, { signingTime: AT + YEAR_MS });
    expect(check({ sod }).reasons).toEqual(['signer-not-valid-then']);
  });

  it('is refused once it is revoked', () => {
    const revoked = trustAnchorsOf([issuer.csca], [issuer.crl([signer])]);
    expect(check({ trust: revoked })).toEqual({ outcome: 'invalid', reasons: ['signer-revoked'] });
    const others = trustAnchorsOf([issuer.csca], [issuer.crl([issuer.issueDocumentSigner()])]);
    expect(check({ trust: others }).outcome).toBe('valid');
  });

  it('is not refused for a list that somebody else made', () => {
    const forged = authority('forger').crl([signer]);
    expect(check({ trust: trustAnchorsOf([issuer.csca], [forged]) }).outcome).toBe('valid');
  });

  it('must be of the country of its authority', () => {
    const foreign = issuer.issueDocumentSigner({ country: 'UT' });
    expect(check({ sod: foreign.signSecurityObject(DIGESTS) })).toEqual({
      outcome: 'invalid',
      reasons: ['signer-not-for-documents'],
    });
  });

  it('must be of the state that the document says it is of', () => {
    const zone = (state: string) => new TextEncoder().encode(`I<${state}`.padEnd(90, '<'));
    const dg1 = (state: string) => Uint8Array.of(0x61, 93, 0x5f, 0x1f, 90, ...zone(state));
    const reasons = (state: string) => {
      const file = dg1(state);
      const sod = signer.signSecurityObject(new Map([[1, digest('SHA-256', file)]]));
      return check({ sod, files: new Map([['DG1', file]] as const) }).reasons;
    };
    expect(reasons('VNM')).toEqual([]);
    for (const state of ['LAO', 'D', 'CHN']) {
      expect(reasons(state)).toEqual(['signer-not-for-documents']);
    }
    // A state that no table knows cannot be compared.
    expect(reasons('UTO')).toEqual([]);
  });

  it('must be certified for documents: a key for master lists is not', () => {
    const sod = issuer.issueDocumentSigner({ role: 'master-list-signer' });
    expect(check({ sod: sod.signSecurityObject(DIGESTS) }).reasons).toEqual([
      'signer-not-for-documents',
    ]);
  });

  it('is not an authority with the name of one: the key must fit', () => {
    // Same name, so that only the signature tells them apart.
    const forger = authority('forger');
    const sod = forger.issueDocumentSigner().signSecurityObject(DIGESTS);
    expect(check({ sod })).toEqual({ outcome: 'no-trust-anchor', reasons: ['signer-unknown'] });
  });
});

describe('the way to the anchor', () => {
  const successor = authority('successor', {
    keyType: { scheme: 'ecdsa', curve: 'brainpoolP256r1', hash: 'SHA-256', parameters: 'explicit' },
  });
  const renamed = authority('renamed', { commonName: 'CSCA with another name' });

  it.each([
    ['with the same name', successor],
    ['with another name', renamed],
  ])('leads from a newer key %s over its link certificate', (_, newer) => {
    const sod = newer.issueDocumentSigner().signSecurityObject(DIGESTS);
    expect(check({ sod }).outcome).toBe('no-trust-anchor');
    const link = issuer.linkCertificate(newer);
    expect(check({ sod, trust: trustAnchorsOf([issuer.csca, link]) }).outcome).toBe('valid');
    expect(check({ sod, trust: trustAnchorsOf([link]) }).outcome).toBe('no-trust-anchor');
  });

  it('leads over several link certificates', () => {
    const third = authority('third', { commonName: 'third name' });
    const trust = trustAnchorsOf([
      renamed.linkCertificate(third),
      issuer.linkCertificate(renamed),
      issuer.csca,
    ]);
    const sod = third.issueDocumentSigner().signSecurityObject(DIGESTS);
    expect(check({ sod, trust }).outcome).toBe('valid');
  });

  it('counts a list that the newer key signed for what the older one issued', () => {
    const link = issuer.linkCertificate(renamed);
    const trust = trustAnchorsOf([issuer.csca, link], [renamed.crl([signer])]);
    expect(check({ trust }).reasons).toEqual(['signer-revoked']);
  });

  it('prefers an anchor that is valid to a link certificate over one that is not', () => {
    const old = authority('old', { validity: { notBefore: FROM - 9 * YEAR_MS, notAfter: FROM } });
    const sod = renamed.issueDocumentSigner().signSecurityObject(DIGESTS);
    const link = old.linkCertificate(renamed);
    expect(check({ sod, trust: trustAnchorsOf([old.csca, link]) }).reasons).toEqual([
      'signer-not-valid-then',
    ]);
    const trust = trustAnchorsOf([old.csca, link, renamed.csca]);
    expect(check({ sod, trust }).outcome).toBe('valid');
  });

  it('ends, however many authorities of one name point at each other', () => {
    const ring = Array.from({ length: 4 }, (_, at) => authority(`ring ${at}`));
    const links = ring.flatMap(one =>
      ring.filter(other => other !== one).map(other => one.linkCertificate(other)),
    );
    const sod = ring[0]!.issueDocumentSigner().signSecurityObject(DIGESTS);
    expect(check({ sod, trust: trustAnchorsOf(links) }).outcome).toBe('no-trust-anchor');
  });
});

const KEY_TYPES: readonly (KeyType & { readonly name: string })[] = [
  { name: 'P-224', scheme: 'ecdsa', curve: 'P-224', hash: 'SHA-224' },
  { name: 'P-384', scheme: 'ecdsa', curve: 'P-384', hash: 'SHA-384' },
  { name: 'brainpoolP512r1', scheme: 'ecdsa', curve: 'brainpoolP512r1', hash: 'SHA-512' },
  { name: 'brainpoolP320r1', scheme: 'ecdsa', curve: 'brainpoolP320r1', hash: 'SHA-1' },
  { name: 'RSA', scheme: 'rsa-pkcs1', bits: 1024, hash: 'SHA-1' },
  { name: 'RSA-PSS', scheme: 'rsa-pss', bits: 1024, hash: 'SHA-256' },
];

describe('a changed bit', () => {
  /** Where the content, the signed attributes, the signature and the certificate's parts lie. */
  const signedParts = (sod: Uint8Array): number[] => {
    const data = parseSecurityObjectFile(sod)!.signedData;
    const [info] = data.signers;
    const [certificate] = data.certificates;
    const attributes = info!.signedAttributes!.signedPart;
    const parts = [
      data.content,
      info!.signature,
      certificate!.signedPart,
      certificate!.signature,
      // The copy differs in its tag, which is not part of the encoding that is stored.
      attributes.subarray(1),
    ];
    return parts.flatMap(part => {
      const start = indexOf(sod, part);
      return Array.from(part, (_, at) => start + at);
    });
  };

  const indexOf = (whole: Uint8Array, part: Uint8Array): number => {
    const at = Buffer.from(whole).indexOf(part);
    expect(at).toBeGreaterThan(0);
    return at;
  };

  const flipped = (sod: Uint8Array, at: number, bit: number): Uint8Array =>
    sod.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));

  it.each(KEY_TYPES)('in anything that is signed is never valid: $name', keyType => {
    const maker = authority('bits', { keyType });
    const sod = maker
      .issueDocumentSigner()
      .signSecurityObject(DIGESTS, { signingTime: FROM + YEAR_MS });
    const trust = trustAnchorsOf([maker.csca]);
    expect(check({ sod, trust }).outcome).toBe('valid');
    const places = signedParts(sod);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.nat(7), (at, bit) => {
        expect(check({ sod: flipped(sod, at, bit), trust }).outcome).not.toBe('valid');
      }),
      { numRuns: keyType.scheme === 'ecdsa' ? 60 : 400 },
    );
  });

  it('in every single byte that is signed is never valid', () => {
    const keyType: KeyType = { scheme: 'rsa-pkcs1', bits: 1024, hash: 'SHA-256' };
    const maker = authority('every byte', { keyType });
    const sod = maker.issueDocumentSigner().signSecurityObject(DIGESTS);
    const trust = trustAnchorsOf([maker.csca]);
    for (const at of signedParts(sod)) {
      expect([at, check({ sod: flipped(sod, at, at % 8), trust }).outcome]).not.toContain('valid');
    }
  });

  it('in a group of the chip is never valid', () => {
    fc.assert(
      fc.property(fc.nat(DG1.length - 1), fc.nat(7), (at, bit) => {
        const files = new Map([['DG1', flipped(DG1, at, bit)]] as const);
        expect(check({ files }).reasons).toContain('digest-mismatch');
      }),
      { numRuns: 20 },
    );
  });

  it('anywhere, or any other bytes, give a verdict', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(SOD.length - 1),
        fc.nat(255),
        (bytes, at, byte) => {
          expect(check({ sod: bytes }).outcome).toBe('invalid');
          const changed = Uint8Array.from(SOD);
          changed[at] = byte;
          expect(check({ sod: changed }).reasons).toBeDefined();
        },
      ),
      { numRuns: 100 },
    );
  });
});
