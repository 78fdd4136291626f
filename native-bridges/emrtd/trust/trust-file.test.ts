import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { createIssuer } from '../../simulators/issuer/issuer.ts';
import { syntheticMasterList } from '../../simulators/issuer/synthetic-master-list.ts';
import { decodeBase64 } from './base64.ts';
import { readTrustFile } from './trust-file.ts';

const FROM = Date.UTC(2024, 0, 1);
const AT = Date.UTC(2026, 0, 1);
const issuer = createIssuer({
  random: createSeededRandom('trust files'),
  keyType: { scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' },
  from: FROM,
});
const signer = issuer.issueDocumentSigner();
const REVOCATION_LIST = issuer.crl([signer]);
const MASTER_LIST = syntheticMasterList(12, { random: createSeededRandom('list'), from: FROM });

const text = (lines: readonly string[], end = '\n'): Uint8Array =>
  new TextEncoder().encode(lines.join(end));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const wrapped = (value: string, width: number): string[] =>
  value.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
const pem = (label: string, bytes: Uint8Array): string[] => [
  `-----BEGIN ${label}-----`,
  ...wrapped(base64(bytes), 64),
  `-----END ${label}-----`,
];
/** A folded value of RFC 2849. */
const ldif = (attribute: string, bytes: Uint8Array): string[] => {
  const [first = '', ...rest] = wrapped(`${attribute}:: ${base64(bytes)}`, 76);
  return [first, ...rest.map(line => ` ${line}`)];
};

describe('readTrustFile', () => {
  it('reads a certificate in DER and PEM', () => {
    for (const bytes of [issuer.csca, text(pem('CERTIFICATE', issuer.csca), '\r\n')]) {
      const file = readTrustFile(bytes, AT);
      expect(file).toMatchObject({ kind: 'certificate', damaged: 0, reasons: [] });
      expect(file.certificates.map(({ subject }) => subject.country)).toEqual(['VN']);
    }
  });

  it('reads a revocation list in DER and PEM', () => {
    for (const bytes of [REVOCATION_LIST, text(pem('X509 CRL', REVOCATION_LIST))]) {
      const file = readTrustFile(bytes, AT);
      expect(file.kind).toBe('revocation-list');
      const revoked = [...(file.revocationLists[0]?.revoked ?? [])].map(hex => BigInt(`0x${hex}`));
      expect(revoked).toEqual([signer.serialNumber]);
    }
  });

  it('reads every block of a PEM file, with the words of people in between', () => {
    const bytes = text([
      'subject=CSCA',
      ...pem('CERTIFICATE', issuer.csca),
      '',
      ...pem('CERTIFICATE', signer.certificate),
      ...pem('X509 CRL', REVOCATION_LIST),
      ...pem('PRIVATE KEY', Uint8Array.of(1, 2, 3)),
    ]);
    const file = readTrustFile(bytes, AT);
    expect(file).toMatchObject({ kind: 'certificate-collection', damaged: 1 });
    expect(file.certificates).toHaveLength(2);
    expect(file.revocationLists).toHaveLength(1);
  });

  it('reads a master list and verifies that it came whole', () => {
    const file = readTrustFile(MASTER_LIST, AT);
    expect(file).toMatchObject({ kind: 'master-list', damaged: 0, reasons: [] });
    expect(file.certificates).toHaveLength(12);
    expect(file.certificates.every(({ publicKey }) => publicKey !== undefined)).toBe(true);
  });

  it('takes nothing from a master list that was changed', () => {
    const name = Buffer.from(MASTER_LIST).indexOf('Synthetic CSCA 3');
    const changed = Uint8Array.from(MASTER_LIST);
    changed[name] = 'X'.charCodeAt(0);
    const file = readTrustFile(changed, AT);
    expect(file).toMatchObject({ kind: 'master-list', certificates: [] });
    expect(file.reasons).toContain('signature-invalid');
  });

  it('says where the signer of a master list is no master list signer', () => {
    const list = issuer
      .issueDocumentSigner()
      .signContent('2.23.136.1.1.2', masterListOf(issuer.csca));
    const file = readTrustFile(list, AT);
    expect(file.certificates).toHaveLength(1);
    expect(file.reasons).toEqual(['signer-not-for-documents']);
  });

  it('reads an export of the public key directory', () => {
    const bytes = text([
      'version: 1',
      'dn: cn=one,o=ml,c=VN,dc=data,dc=download,dc=pkd,dc=icao,dc=int',
      'objectClass: top',
      ...ldif('pkdMasterListContent', MASTER_LIST),
      '',
      ...ldif('userCertificate;binary', signer.certificate),
      ...ldif('certificateRevocationList;binary', REVOCATION_LIST),
      ...ldif('cACertificate;binary', issuer.csca),
      'cn:: VGnhur9w',
    ]);
    const file = readTrustFile(bytes, AT);
    expect(file).toMatchObject({ kind: 'directory-export', damaged: 0, reasons: [] });
    expect(file.certificates).toHaveLength(14);
    expect(file.revocationLists).toHaveLength(1);
  });

  it('takes any bytes, and any damage to a real file', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string().map(value => text([value])),
        ),
        bytes => {
          expect(readTrustFile(bytes, AT).certificates).toEqual([]);
        },
      ),
    );
    fc.assert(
      fc.property(fc.nat(issuer.csca.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Uint8Array.from(issuer.csca);
        damaged[at] = byte;
        expect(() => readTrustFile(damaged, AT)).not.toThrow();
      }),
    );
  });
});

/** CscaMasterList of one certificate: version 0 and a SET of it. */
const masterListOf = (certificate: Uint8Array): Uint8Array => {
  const header = (tag: number, length: number) => Buffer.of(tag, 0x82, length >> 8, length & 0xff);
  const inner = Buffer.concat([Buffer.of(2, 1, 0), header(0x31, certificate.length), certificate]);
  return Buffer.concat([header(0x30, inner.length), inner]);
};

describe('decodeBase64', () => {
  it('reads what others write, with padding and without', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(decodeBase64(base64(bytes))).toEqual(bytes);
        expect(decodeBase64(base64(bytes).replaceAll('=', ''))).toEqual(bytes);
      }),
    );
  });

  it('refuses other letters and impossible lengths', () => {
    for (const value of ['YWJj*', 'YWJjZ', '====', 'YW Jj'])
      expect(decodeBase64(value)).toBeUndefined();
  });
});
