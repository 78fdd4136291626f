import { octetsToInteger } from '../cryptography/octet-strings.ts';
import { type KeyAgreementGroup } from '../key-agreement.ts';

/**
 * Generic mapping (ICAO 9303-11, 4.4.3.3.1): the generator to the power of the nonce, combined with
 * the secret both sides agreed for it. Undefined where a value is no element of the group.
 */
export const mapGenerically = (
  group: KeyAgreementGroup,
  nonce: Uint8Array,
  ownSecret: bigint,
  otherPublicKey: Uint8Array,
): Uint8Array | undefined => {
  const hidden = group.power(otherPublicKey, ownSecret);
  const scaled = group.power(group.generator, octetsToInteger(nonce));
  return hidden === undefined || scaled === undefined ? undefined : group.combine(scaled, hidden);
};
