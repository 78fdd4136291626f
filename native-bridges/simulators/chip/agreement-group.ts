import { type Curve, type CurvePoint } from '../../emrtd/cryptography/elliptic-curves.ts';
import { modInverse, modPow, type ModularGroup } from '../../emrtd/cryptography/modular-groups.ts';
import { integerToOctets } from '../../emrtd/cryptography/octet-strings.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';

export interface AgreementKeyPair {
  readonly secret: bigint;
  /** As it goes over the air: an uncompressed point, or the value in as many bytes as the prime. */
  readonly publicKey: Uint8Array;
}

/** A group with a generator that keys are agreed in (ICAO 9303-11, 9.5 and 9.6). */
export interface AgreementGroup {
  readonly prime: bigint;
  /** Bytes of a scalar. */
  readonly orderBytes: number;
  readonly order: bigint;
  /** Tag of a public key inside 7F49 (BSI TR-03110-3, D.3.2 and D.3.3). */
  readonly publicKeyTag: 0x84 | 0x86;
  generatePair(random: RandomBytes): AgreementKeyPair;
  /** What both sides know: undefined where the peer's key is none. */
  agree(secret: bigint, peer: Uint8Array): Uint8Array | undefined;
  /** The group with the generator of 4.4.3.3.1; undefined where the peer's key is none. */
  mappedGenerically(nonce: bigint, secret: bigint, peer: Uint8Array): AgreementGroup | undefined;
  /** The group with the generator of 4.4.3.3.2 for R(s, t); undefined for the rare unusable one. */
  mappedTo(pseudoRandom: bigint): AgreementGroup | undefined;
}

export const curveAgreement = (
  curve: Curve,
  generator: CurvePoint = curve.generator,
): AgreementGroup => ({
  prime: curve.prime,
  order: curve.order,
  orderBytes: curve.orderBytes,
  publicKeyTag: 0x86,
  generatePair: random => {
    const { secret, publicPoint } = curve.generatePair(random, generator);
    return { secret, publicKey: publicPoint };
  },
  agree: (secret, peer) => {
    const point = curve.decodePoint(peer);
    return point && integerToOctets(curve.xOf(curve.multiply(point, secret)), curve.fieldBytes);
  },
  mappedGenerically: (nonce, secret, peer) => {
    const point = curve.decodePoint(peer);
    const scalar = nonce % curve.order;
    if (point === undefined || scalar === 0n) return undefined;
    const shared = curve.multiply(point, secret);
    const mapped = curve.add(curve.multiply(generator, scalar), shared);
    return curve.isInfinity(mapped) ? undefined : curveAgreement(curve, mapped);
  },
  mappedTo: pseudoRandom => {
    const mapped = pointOfFieldElement(curve, pseudoRandom % curve.prime);
    return mapped && curveAgreement(curve, mapped);
  },
});

/** Point encoding for curves over a prime that is 3 modulo 4 (9303-11, appendix B.2). */
const pointOfFieldElement = (curve: Curve, t: bigint): CurvePoint | undefined => {
  const { prime: p, a, b } = curve;
  if (p % 4n !== 3n) return undefined;
  const field = (value: bigint): bigint => ((value % p) + p) % p;
  const alpha = field(-t * t);
  const inverse = modInverse(field(alpha + alpha * alpha), p);
  const inverseOfA = modInverse(a, p);
  if (inverse === undefined || inverseOfA === undefined) return undefined;
  const x2 = field(-b * inverseOfA * (1n + inverse));
  const h2 = field(x2 ** 3n + a * x2 + b);
  const root = modPow(h2, p - 1n - (p + 1n) / 4n, p);
  return field(root * root * h2) === 1n
    ? curve.pointOf(x2, field(root * h2))
    : curve.pointOf(field(alpha * x2), field(root * t ** 3n * h2));
};

export const modularAgreement = (
  group: ModularGroup & { readonly order: bigint },
  generator: bigint = group.generator,
): AgreementGroup => ({
  prime: group.prime,
  order: group.order,
  orderBytes: Math.ceil(group.order.toString(16).length / 2),
  publicKeyTag: 0x84,
  generatePair: random => {
    const { secret, publicValue } = group.generatePair(random, generator);
    return { secret, publicKey: publicValue };
  },
  agree: (secret, peer) => {
    const value = group.decodeValue(peer);
    return value === undefined ? undefined : group.encodeValue(group.power(value, secret));
  },
  mappedGenerically: (nonce, secret, peer) => {
    const value = group.decodeValue(peer);
    if (value === undefined) return undefined;
    const mapped = group.multiply(group.power(generator, nonce), group.power(value, secret));
    return mapped === 1n ? undefined : modularAgreement(group, mapped);
  },
  mappedTo: pseudoRandom => {
    const mapped = group.power(pseudoRandom % group.prime, (group.prime - 1n) / group.order);
    return mapped <= 1n ? undefined : modularAgreement(group, mapped);
  },
});
