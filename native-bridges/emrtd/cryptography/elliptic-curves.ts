import { type WeierstrassPoint, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { CURVE_PARAMETERS, type CurveName } from './curve-parameters.ts';
import { bitLength } from './octet-strings.ts';
import type { RandomBytes } from './random.ts';
import { randomInteger } from './random-integer.ts';

export type { CurveName } from './curve-parameters.ts';

/** A point on one of the curves. To be handed only to the {@link Curve} it came from. */
export type CurvePoint = WeierstrassPoint<bigint>;

export interface CurveKeyPair {
  readonly secret: bigint;
  /** Uncompressed: 04 | x | y. */
  readonly publicPoint: Uint8Array;
}

/** An elliptic curve group of prime order, cofactor 1. */
export interface Curve {
  readonly name: CurveName;
  readonly oid: string;
  /** Bytes of a coordinate. */
  readonly fieldBytes: number;
  /** Bytes of a scalar. */
  readonly orderBytes: number;
  readonly order: bigint;
  /** The field's prime; `a` and `b` as in y² = x³ + ax + b. */
  readonly prime: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly generator: CurvePoint;
  /** An ephemeral key pair, for the standard generator or for a mapped one. */
  generatePair(random: RandomBytes, generator?: CurvePoint): CurveKeyPair;
  /** secret × generator, uncompressed. Throws RangeError where the secret is not in 1…order − 1. */
  publicPoint(secret: bigint, generator?: CurvePoint): Uint8Array;
  /** Any bytes; undefined where they are no point of the curve, or the one at infinity. */
  decodePoint(bytes: Uint8Array): CurvePoint | undefined;
  /** The point of these coordinates; undefined where they are not on the curve. */
  pointOf(x: bigint, y: bigint): CurvePoint | undefined;
  /**
   * scalar × point, in time that does not depend on the scalar's digits. The scalar is in
   * 1…order − 1, else RangeError: then the result is never the point at infinity.
   */
  multiply(point: CurvePoint, scalar: bigint): CurvePoint;
  add(a: CurvePoint, b: CurvePoint): CurvePoint;
  /** a × A + b × B for public values only (0…order − 1): much faster, but its time tells them. */
  addMultiples(a: bigint, A: CurvePoint, b: bigint, B: CurvePoint): CurvePoint;
  isInfinity(point: CurvePoint): boolean;
  /** Uncompressed: 04 | x | y, each of `fieldBytes`. Throws for the point at infinity. */
  encodePoint(point: CurvePoint): Uint8Array;
  xOf(point: CurvePoint): bigint;
  yOf(point: CurvePoint): bigint;
}

/**
 * Takes away the library's own source of randomness, with which it would blind scalars: all
 * randomness comes through the port, and an ephemeral secret is multiplied twice in its life.
 */
const noHiddenRandomness = { randomBytes: (): Uint8Array<ArrayBuffer> => new Uint8Array(0) };

/**
 * Bits per step of the generator's table of multiples: a wider one takes longer to make than a
 * kiosk, which uses it a few times a minute, would ever win back.
 */
const GENERATOR_WINDOW = 4;

const attempt = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};

const createCurve = (name: CurveName): Curve => {
  const { oid, p, a, b, n, Gx, Gy } = CURVE_PARAMETERS[name];
  const Point = weierstrass<bigint>({ p, a, b, n, h: 1n, Gx, Gy }, noHiddenRandomness);
  Point.BASE.precompute(GENERATOR_WINDOW);
  const multiply = (point: CurvePoint, scalar: bigint): CurvePoint => point.multiply(scalar);
  const encodePoint = (point: CurvePoint): Uint8Array => point.toBytes(false);
  const publicPoint = (secret: bigint, generator: CurvePoint = Point.BASE): Uint8Array =>
    encodePoint(multiply(generator, secret));
  return {
    name,
    oid,
    fieldBytes: Math.ceil(bitLength(p) / 8),
    orderBytes: Math.ceil(bitLength(n) / 8),
    order: n,
    prime: p,
    a,
    b,
    generator: Point.BASE,
    generatePair: (random, generator) => {
      const secret = randomInteger(n, random);
      return { secret, publicPoint: publicPoint(secret, generator) };
    },
    publicPoint,
    decodePoint: bytes => attempt(() => Point.fromBytes(bytes)),
    pointOf: (x, y) =>
      attempt(() => {
        const point = Point.fromAffine({ x, y });
        point.assertValidity();
        return point;
      }),
    multiply,
    add: (left, right) => left.add(right),
    addMultiples: (left, A, right, B) => A.mulAddUnsafe(left, B, right),
    isInfinity: point => point.is0(),
    encodePoint,
    xOf: point => point.toAffine().x,
    yOf: point => point.toAffine().y,
  };
};

const curves = new Map<CurveName, Curve>();

const isCurveName = (name: string): name is CurveName => Object.hasOwn(CURVE_PARAMETERS, name);

const nameWhere = (
  matches: (parameters: (typeof CURVE_PARAMETERS)[CurveName]) => boolean,
): CurveName | undefined =>
  Object.keys(CURVE_PARAMETERS)
    .filter(isCurveName)
    .find(name => matches(CURVE_PARAMETERS[name]));

/** The curve of that name; made once, when first asked for. */
export const curveNamed = (name: CurveName): Curve => {
  const made = curves.get(name) ?? createCurve(name);
  curves.set(name, made);
  return made;
};

const curveWhere = (...matching: Parameters<typeof nameWhere>): Curve | undefined => {
  const name = nameWhere(...matching);
  return name === undefined ? undefined : curveNamed(name);
};

/** The curve of any name; undefined where it is not one of {@link CurveName}. */
export const curveByName = (name: string): Curve | undefined =>
  isCurveName(name) ? curveNamed(name) : undefined;

/** Standardized domain parameters 8…18 (ICAO 9303-11, 9.5.1). */
export const curveByStandardParameter = (id: number): Curve | undefined =>
  curveWhere(({ standardId }) => standardId === id);

/** The named curve of a dotted object identifier. */
export const curveByOid = (oid: string): Curve | undefined =>
  curveWhere(parameters => parameters.oid === oid);

/**
 * The curve over the field of that prime, for keys whose parameters are spelled out. Each prime
 * belongs to one curve here, and generator and coefficients are always those of the named curve:
 * parameters bent by an attacker make a key that verifies nothing.
 */
export const curveByPrime = (prime: bigint): Curve | undefined =>
  curveWhere(({ p }) => p === prime);
