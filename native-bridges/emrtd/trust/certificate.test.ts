import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { createIssuer } from '../../simulators/issuer/issuer.ts';
import { isAuthority, isSelfIssued, isSignedBy, parseCertificate } from './certificate.ts';
import { summaryOf } from './certificate-summary.ts';
import { parseRevocationList } from './revocation-list.ts';

const FROM = Date.UTC(2024, 0, 1);
const issuer = createIssuer({
  random: createSeededRandom('certificates'),
  keyType: { scheme: 'ecdsa', curve: 'P-384', hash: 'SHA-384' },
  from: FROM,
});
const signer = issuer.issueDocumentSigner();
const csca = parseCertificate(issuer.csca)!;
const signerCertificate = parseCertificate(signer.certificate)!;

describe('parseCertificate', () => {
  it('sees what Node sees', () => {
    const expected = new X509Certificate(signer.certificate);
    expect(signerCertificate.serialNumber).toBe(expected.serialNumber.toLowerCase());
    expect(signerCertificate.notBefore).toBe(expected.validFromDate.getTime());
    expect(signerCertificate.notAfter).toBe(expected.validToDate.getTime());
    expect(expected.subject).toBe(`C=VN\nCN=${signerCertificate.subject.commonName}`);
    expect(expected.verify(new X509Certificate(issuer.csca).publicKey)).toBe(true);
    expect(expected.ca).toBe(false);
  });

  it('knows roots, authorities and signers', () => {
    expect([isSelfIssued(csca), isAuthority(csca)]).toEqual([true, true]);
    expect([isSelfIssued(signerCertificate), isAuthority(signerCertificate)]).toEqual([
      false,
      false,
    ]);
    expect(isSignedBy(signerCertificate, csca)).toBe(true);
    expect(isSignedBy(csca, signerCertificate)).toBe(false);
  });

  it('is shown to people without its bytes', () => {
    expect(summaryOf(csca)).toMatchObject({
      role: 'anchor',
      country: 'VN',
      name: 'CSCA for tests',
      notBefore: '2024-01-01T00:00:00.000Z',
      key: 'EC P-384',
      signature: 'ECDSA SHA-384',
    });
    expect(summaryOf(signerCertificate).role).toBe('signer');
  });

  it('refuses a certificate that names two different algorithms', () => {
    const changed = Uint8Array.from(issuer.csca);
    // ecdsa-with-SHA384 outside the signed part becomes ecdsa-with-SHA512.
    const algorithm = Buffer.from('2a8648ce3d040303', 'hex');
    const at = Buffer.from(changed).lastIndexOf(algorithm);
    changed[at + algorithm.length - 1] = 0x04;
    expect(parseCertificate(changed)).toBeUndefined();
  });

  it('takes any bytes and any damage, as does the reader of revocation lists', () => {
    const wholes = [issuer.csca, issuer.crl([signer])];
    fc.assert(
      fc.property(
        fc.constantFrom(...wholes),
        fc.nat(),
        fc.nat(255),
        fc.uint8Array(),
        (whole, at, byte, bytes) => {
          const damaged = Uint8Array.from(whole);
          damaged[at % whole.length] = byte;
          for (const input of [damaged, bytes, whole.subarray(0, at % whole.length)]) {
            expect(() => [parseCertificate(input), parseRevocationList(input)]).not.toThrow();
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
