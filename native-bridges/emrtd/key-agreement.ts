import { type RandomBytes } from './cryptography/random.ts';
import { type KeyAgreement } from './security-protocols.ts';

/**
 * A group in which keys are agreed (ICAO 9303-11, 9.4 and 9.6). Elements are bytes as they go over
 * the air: an uncompressed point for ECDH, a big-endian number as long as the prime for DH.
 */
export interface KeyAgreementGroup {
  readonly agreement: KeyAgreement;
  /** The prime of the field. */
  readonly prime: bigint;
  /** The order of the generator. */
  readonly order: bigint;
  readonly generator: Uint8Array;
  /** Coefficients of the curve y² = x³ + ax + b; undefined for DH. */
  readonly curve: { readonly a: bigint; readonly b: bigint } | undefined;
  /** `element` to the power of `exponent`; undefined for no valid element or a neutral result. */
  power(element: Uint8Array, exponent: bigint): Uint8Array | undefined;
  /** The group operation; undefined for no valid element or a neutral result. */
  combine(left: Uint8Array, right: Uint8Array): Uint8Array | undefined;
  /** What keys are derived from: the x coordinate, or the element itself. */
  secretOf(element: Uint8Array): Uint8Array;
}

export interface KeyPair {
  readonly secret: bigint;
  readonly publicKey: Uint8Array;
}

/** A fresh key pair over `generator`, which is not always the group's own. */
export type GenerateKeyPair = (
  group: KeyAgreementGroup,
  generator: Uint8Array,
  random: RandomBytes,
) => KeyPair;
