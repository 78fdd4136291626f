import { parseTlv, type Tlv } from './ber-tlv.ts';
import { type Curve, curveByOid, curveByPrime } from './cryptography/elliptic-curves.ts';
import { MODULAR_GROUP_PARAMETERS } from './cryptography/modular-group-parameters.ts';
import { modularGroup } from './cryptography/modular-groups.ts';
import { bitLength, equalOctets, octetsToInteger } from './cryptography/octet-strings.ts';
import {
  curveGroup,
  type KeyAgreementGroup,
  numberGroup,
  standardisedGroup,
} from './key-agreement.ts';
import { decodeObjectIdentifier } from './object-identifiers.ts';

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;

/** How domain parameters are named in an AlgorithmIdentifier (ICAO 9303-11, 9.5). */
const ALGORITHM = {
  /** bsi-de algorithms(1) 2. */
  standardised: '0.4.0.127.0.7.1.2',
  ellipticCurve: '1.2.840.10045.2.1',
  /** X9.42 dhpublicnumber. */
  dhPublicNumber: '1.2.840.10046.2.1',
  /** PKCS#3 dhKeyAgreement. */
  dhKeyAgreement: '1.2.840.113549.1.3.1',
} as const;

/** The shortest prime a chip may use (table 12). */
const LEAST_MODULUS_BITS = 1024;

/** The group an AlgorithmIdentifier names; undefined where it is damaged or nobody here knows it. */
export const groupOfAlgorithm = (algorithm: Tlv): KeyAgreementGroup | undefined => {
  if (algorithm.tag !== SEQUENCE) return undefined;
  const [identifier, parameters] = parseTlv(algorithm.value).objects;
  if (identifier?.tag !== OBJECT_IDENTIFIER || parameters === undefined) return undefined;
  switch (decodeObjectIdentifier(identifier.value)) {
    case ALGORITHM.standardised: {
      const id = integer(parameters);
      return id === undefined || id > 31n ? undefined : standardisedGroup(Number(id));
    }
    case ALGORITHM.ellipticCurve: {
      const curve = curveOfParameters(parameters);
      return curve === undefined ? undefined : curveGroup(curve);
    }
    case ALGORITHM.dhPublicNumber:
      return modularGroupOf(parameters, 'x9.42');
    case ALGORITHM.dhKeyAgreement:
      return modularGroupOf(parameters, 'pkcs-3');
    default:
      return undefined;
  }
};

/**
 * The curve of ECParameters (RFC 3279, 2.3.5): named, or explicit where every number is that of a
 * named one. Other explicit curves are refused: nobody here knows whether they are sound.
 */
export const curveOfParameters = (parameters: Tlv): Curve | undefined => {
  if (parameters.tag === OBJECT_IDENTIFIER) {
    const oid = decodeObjectIdentifier(parameters.value);
    return oid === undefined ? undefined : curveByOid(oid);
  }
  if (parameters.tag !== SEQUENCE) return undefined;
  const [, field, equation, base, order] = parseTlv(parameters.value).objects;
  const prime = field === undefined ? undefined : integer(parseTlv(field.value).objects[1]);
  if (equation === undefined || base === undefined || prime === undefined) return undefined;
  const curve = curveByPrime(prime);
  if (curve === undefined) return undefined;
  const [a, b] = parseTlv(equation.value).objects;
  const point = base.tag === OCTET_STRING ? curve.decodePoint(base.value) : undefined;
  const same =
    a !== undefined &&
    b !== undefined &&
    octetsToInteger(a.value) === curve.a &&
    octetsToInteger(b.value) === curve.b &&
    integer(order) === curve.order &&
    point !== undefined &&
    equalOctets(curve.encodePoint(point), curve.encodePoint(curve.generator));
  return same ? curve : undefined;
};

/** SubjectPublicKeyInfo of a key to agree with: its group and the element; undefined if damaged. */
export const publicKeyOf = (
  info: Tlv,
): { readonly group: KeyAgreementGroup; readonly publicKey: Uint8Array } | undefined => {
  if (info.tag !== SEQUENCE) return undefined;
  const [algorithm, bits] = parseTlv(info.value).objects;
  if (algorithm === undefined || bits?.tag !== BIT_STRING || bits.value[0] !== 0) return undefined;
  const group = groupOfAlgorithm(algorithm);
  if (group === undefined) return undefined;
  const content = bits.value.subarray(1);
  const publicKey = group.agreement === 'DH' ? withoutLeadingZeros(content) : content;
  return publicKey !== undefined && group.contains(publicKey) ? { group, publicKey } : undefined;
};

/** The public value of a DH key is an INTEGER inside the BIT STRING (RFC 3279, 2.3.3). */
const withoutLeadingZeros = (content: Uint8Array): Uint8Array | undefined => {
  const number = parseTlv(content).objects[0];
  if (number?.tag !== INTEGER) return undefined;
  const start = number.value.findIndex(byte => byte !== 0);
  return start < 0 ? undefined : number.value.subarray(start);
};

/**
 * PKCS#3 gives p and g; X9.42 gives p, g and q. Where both numbers are those of a known group, its
 * order is known as well.
 */
const modularGroupOf = (
  parameters: Tlv,
  form: 'x9.42' | 'pkcs-3',
): KeyAgreementGroup | undefined => {
  if (parameters.tag !== SEQUENCE) return undefined;
  const [first, second, third] = parseTlv(parameters.value).objects;
  const prime = integer(first);
  const generator = integer(second);
  if (prime === undefined || generator === undefined) return undefined;
  if (bitLength(prime) < LEAST_MODULUS_BITS) return undefined;
  const known = MODULAR_GROUP_PARAMETERS.find(
    group => group.prime === prime && group.generator === generator,
  );
  const order = known?.order ?? (form === 'x9.42' ? integer(third) : undefined);
  if (form === 'x9.42' && order === undefined) return undefined;
  const group = modularGroup({ prime, generator, order });
  return group === undefined ? undefined : numberGroup(group);
};

/** A non-negative INTEGER of at most 520 bytes. */
const integer = (object: Tlv | undefined): bigint | undefined => {
  const negative = ((object?.value[0] ?? 0) & 0x80) !== 0;
  if (object?.tag !== INTEGER || object.value.length > 520 || negative) return undefined;
  return octetsToInteger(object.value);
};
