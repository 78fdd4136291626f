import { decodeBase64 } from './base64.ts';

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*?)-----END \1-----/g;

/** What the blocks of a PEM file hold (RFC 7468), whatever they are labelled. */
export const pemContents = (text: string): readonly Uint8Array[] =>
  [...text.matchAll(PEM_BLOCK)].flatMap(
    ([, , base64 = '']) => decodeBase64(base64.replaceAll(/\s+/g, '')) ?? [],
  );

/** `attribute;option:: base64` (RFC 2849); the attributes the public key directory uses. */
const LDIF_VALUE =
  /^(?:pkdMasterListContent|cscaMasterListData|userCertificate|cACertificate|certificateRevocationList)(?:;[\w-]+)?::\s*([A-Za-z0-9+/=]+)$/gim;

/** Binary values of an LDIF file of the ICAO public key directory. */
export const ldifContents = (text: string): readonly Uint8Array[] => {
  // A line that begins with a space goes on with the one before (RFC 2849, note 2).
  const unfolded = text.replaceAll(/\r?\n /g, '');
  return [...unfolded.matchAll(LDIF_VALUE)].flatMap(
    ([, base64 = '']) => decodeBase64(base64) ?? [],
  );
};
