import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv } from '../../emrtd/ber-tlv.ts';
import { digest } from '../../emrtd/cryptography/digests.ts';
import { der } from './der-encoding.ts';
import { type SigningKey } from './signing-key.ts';

/** Milliseconds since 1970 UTC. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface Name {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly commonName: string;
}

/** Who certifies: what a certificate or a list says of its issuer. */
export interface Certifier {
  readonly name: Name;
  readonly key: SigningKey;
}

export interface CertificateContent {
  readonly serialNumber: bigint;
  readonly subject: Name;
  readonly subjectKey: Pick<SigningKey, 'publicKeyInfo' | 'publicKeyBytes'>;
  readonly validity: Validity;
  readonly role: 'authority' | 'document-signer' | 'master-list-signer';
}

/** KeyUsage as BIT STRING content: unused bits and byte (RFC 5280, 4.2.1.3). */
const KEY_USAGE = {
  digitalSignature: der.bits(Uint8Array.of(0x80), 7),
  keyCertSignAndCrlSign: der.bits(Uint8Array.of(0x06), 1),
} as const;

/** An X.509 certificate with the extensions of its role (ICAO 9303-12, 7.1.1), DER. */
export const buildCertificate = (content: CertificateContent, certifier: Certifier): Uint8Array => {
  const { serialNumber, subject, subjectKey, validity } = content;
  const signedPart = der.sequence(
    der.context(0, der.integer(2)),
    der.integer(serialNumber),
    certifier.key.algorithm,
    encodeName(certifier.name),
    der.sequence(der.time(validity.notBefore), der.time(validity.notAfter)),
    encodeName(subject),
    subjectKey.publicKeyInfo,
    der.context(3, der.sequence(...extensionsOf(content, certifier))),
  );
  return signed(signedPart, certifier.key);
};

/** A revocation list (RFC 5280, 5.1; ICAO 9303-12, 7.1.4), DER. */
export const buildRevocationList = (
  revoked: readonly bigint[],
  number: number,
  issued: Validity,
  certifier: Certifier,
): Uint8Array => {
  const entries = revoked.map(serialNumber =>
    der.sequence(der.integer(serialNumber), der.time(issued.notBefore)),
  );
  const signedPart = der.sequence(
    der.integer(1),
    certifier.key.algorithm,
    encodeName(certifier.name),
    der.time(issued.notBefore),
    der.time(issued.notAfter),
    ...(entries.length === 0 ? [] : [der.sequence(...entries)]),
    der.context(
      0,
      der.sequence(
        extension('2.5.29.35', authorityKeyIdentifier(certifier.key)),
        extension('2.5.29.20', der.integer(number)),
      ),
    ),
  );
  return signed(signedPart, certifier.key);
};

/** The SHA-1 digest of the public key (RFC 5280, 4.2.1.2, method 1). */
export const keyIdentifier = ({ publicKeyBytes }: Pick<SigningKey, 'publicKeyBytes'>): Uint8Array =>
  digest('SHA-1', publicKeyBytes);

/** Country and common name, as 9303-12 wants them: PrintableString and UTF8String. */
export const encodeName = ({ country, commonName }: Name): Uint8Array =>
  der.sequence(
    der.set(der.sequence(der.oid('2.5.4.6'), der.printable(country))),
    der.set(der.sequence(der.oid('2.5.4.3'), der.utf8(commonName))),
  );

const signed = (signedPart: Uint8Array, key: SigningKey): Uint8Array =>
  der.sequence(signedPart, key.algorithm, der.bits(key.sign(signedPart)));

const extensionsOf = (
  { role, subjectKey }: CertificateContent,
  certifier: Certifier,
): Uint8Array[] => [
  extension('2.5.29.35', authorityKeyIdentifier(certifier.key)),
  extension('2.5.29.14', der.octets(keyIdentifier(subjectKey))),
  ...(role === 'authority'
    ? [
        extension('2.5.29.15', KEY_USAGE.keyCertSignAndCrlSign, 'critical'),
        extension('2.5.29.19', der.sequence(der.boolean(true), der.integer(0)), 'critical'),
      ]
    : [extension('2.5.29.15', KEY_USAGE.digitalSignature, 'critical')]),
  ...(role === 'master-list-signer'
    ? [extension('2.5.29.37', der.sequence(der.oid('2.23.136.1.1.3')), 'critical')]
    : []),
];

const authorityKeyIdentifier = (key: SigningKey): Uint8Array =>
  der.sequence(encodeTlv(0x80, keyIdentifier(key)));

const extension = (oid: string, content: Uint8Array, critical?: 'critical'): Uint8Array =>
  der.sequence(
    concatBytes(der.oid(oid), critical ? der.boolean(true) : new Uint8Array()),
    der.octets(content),
  );
