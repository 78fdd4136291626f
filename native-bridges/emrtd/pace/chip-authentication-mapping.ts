import { aesCbcDecrypt, aesEncryptBlock } from '../cryptography/aes.ts';
import { equalOctets, octetsToInteger } from '../cryptography/octet-strings.ts';
import { unpad } from '../cryptography/padding.ts';
import { type KeyAgreementGroup } from '../key-agreement.ts';
import { type SecurityInfo } from '../security-infos.ts';

/** What a chip said in PACE with chip authentication mapping, to hold against its static key. */
export interface ChipMappingProof {
  readonly group: KeyAgreementGroup;
  /** PK_Map,IC: the chip's public key of the mapping step. */
  readonly mappingKey: Uint8Array;
  /** CA_IC; undefined where the chip sent none that can be decrypted. */
  readonly authenticationData: Uint8Array | undefined;
  /** Names the chip's static key in EF.CardSecurity (ICAO 9303-11, 9.2.1). */
  readonly keyId: number | undefined;
}

const AES_BLOCK = 16;

/** CA_IC from A_IC (ICAO 9303-11, 4.4.3.5.3 and 4.4.3.5.4); undefined where the padding is wrong. */
export const decryptAuthenticationData = (
  encryptionKey: Uint8Array,
  encrypted: Uint8Array,
): Uint8Array | undefined => {
  if (encrypted.length === 0 || encrypted.length % AES_BLOCK !== 0) return undefined;
  const iv = aesEncryptBlock(encryptionKey, new Uint8Array(AES_BLOCK).fill(0xff));
  return unpad(aesCbcDecrypt(encryptionKey, iv, encrypted));
};

/**
 * Whether the chip knows the private key to its static one (ICAO 9303-11, 4.4.3.5.2). `infos` are
 * those of EF.CardSecurity; the answer counts only where the signature of that file is right.
 */
export const verifyChipMapping = (
  proof: ChipMappingProof,
  infos: readonly SecurityInfo[],
): 'proven' | 'wrong' | 'unsupported' => {
  const key = staticKeyOf(proof, infos);
  if (key === undefined) return 'unsupported';
  if (proof.authenticationData === undefined) return 'wrong';
  const expected = proof.group.power(key, octetsToInteger(proof.authenticationData));
  return expected !== undefined && equalOctets(expected, proof.mappingKey) ? 'proven' : 'wrong';
};

const staticKeyOf = (
  { group, keyId }: ChipMappingProof,
  infos: readonly SecurityInfo[],
): Uint8Array | undefined => {
  const keys = infos
    .filter(info => info.kind === 'chip-authentication-key')
    .filter(info => info.agreement === 'ECDH' && info.group.prime === group.prime);
  const named = keys.find(info => info.keyId === keyId);
  return (named ?? (keys.length === 1 ? keys[0] : undefined))?.publicKey;
};
