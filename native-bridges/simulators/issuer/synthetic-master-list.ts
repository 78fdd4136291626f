import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { octetsToInteger } from '../../emrtd/cryptography/octet-strings.ts';
import { buildCertificate } from './certificate-builder.ts';
import { createIssuer } from './issuer.ts';
import { generateSigningKey, type KeyType } from './signing-key.ts';

/** Keys in about the mixture of a published list: named and explicit curves, RSA and RSA-PSS. */
const KEY_TYPES: readonly KeyType[] = [
  { scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' },
  { scheme: 'ecdsa', curve: 'brainpoolP256r1', hash: 'SHA-256', parameters: 'explicit' },
  { scheme: 'rsa-pss', bits: 1024, hash: 'SHA-256' },
  { scheme: 'ecdsa', curve: 'P-384', hash: 'SHA-384', parameters: 'explicit' },
  { scheme: 'rsa-pkcs1', bits: 1024, hash: 'SHA-256' },
];

/** Authorities share few keys here, because making hundreds of them is slow and shows nothing. */
const YEARS_MS = 15 * 365.25 * 24 * 60 * 60 * 1000;

/**
 * A signed master list of `count` self-signed certificates of countries that do not exist, for
 * tests and measurements. `from`: milliseconds since 1970, when all of them begin.
 */
export const syntheticMasterList = (
  count: number,
  { random, from }: { readonly random: RandomBytes; readonly from: number },
): Uint8Array => {
  const keys = KEY_TYPES.map(type => generateSigningKey(type, random));
  const publisher = createIssuer({
    random,
    from,
    keyType: { scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' },
    country: 'XX',
    commonName: 'Publisher of a synthetic master list',
  });
  const certificates = Array.from({ length: count - 1 }, (_, index) => {
    const key = keys[index % keys.length];
    if (key === undefined) throw new RangeError('no key');
    // User-assigned codes of ISO 3166-1: XA to XZ.
    const country = `X${String.fromCharCode(65 + (index % 26))}`;
    const subject = { country, commonName: `Synthetic CSCA ${index}` };
    return buildCertificate(
      {
        serialNumber: octetsToInteger(random(8)) | 1n,
        subject,
        subjectKey: key,
        validity: { notBefore: from, notAfter: from + YEARS_MS },
        role: 'authority',
      },
      { name: subject, key },
    );
  });
  return publisher.masterList(certificates, from);
};
