import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv } from '../ber-tlv.ts';
import { pad } from '../cryptography/padding.ts';
import { authenticate } from '../cryptography/session-cipher.ts';
import { encodeObjectIdentifier } from '../object-identifiers.ts';
import { type PaceProtocol } from '../security-protocols.ts';

const OBJECT_IDENTIFIER = 0x06;
/** Public value of DH and public point of ECDH in a public key (ICAO 9303-11, 9.4.3 and 9.4.4). */
const PUBLIC_KEY = { DH: 0x84, ECDH: 0x86 } as const;
const PUBLIC_KEY_TEMPLATE = 0x7f49;
const DES_BLOCK = 8;

/** The eight bytes that prove K_MAC to the owner of `publicKey` (ICAO 9303-11, 4.4.3.4). */
export const authenticationToken = (
  protocol: PaceProtocol,
  macKey: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array => {
  const input = tokenInput(protocol, publicKey);
  const { cipher } = protocol;
  return authenticate(cipher, macKey, cipher === '3DES' ? pad(input, DES_BLOCK) : input);
};

/**
 * The public key data object a token is computed over. The number of a DH key has no leading zeros
 * in it (9.4.3), whatever the chip sent.
 */
const tokenInput = (protocol: PaceProtocol, publicKey: Uint8Array): Uint8Array =>
  encodeTlv(
    PUBLIC_KEY_TEMPLATE,
    concatBytes(
      encodeTlv(OBJECT_IDENTIFIER, encodeObjectIdentifier(protocol.oid)),
      encodeTlv(PUBLIC_KEY[protocol.agreement], publicKey.subarray(leadingZeros(publicKey))),
    ),
  );

/** None in a point, which begins with 04. */
const leadingZeros = (bytes: Uint8Array): number =>
  Math.max(
    0,
    bytes.findIndex(byte => byte !== 0),
  );
