import { parseTlv, type Tlv } from '../ber-tlv.ts';
import { type Curve } from '../cryptography/elliptic-curves.ts';
import { octetsToInteger } from '../cryptography/octet-strings.ts';
import { type RsaPublicKey } from '../cryptography/rsa.ts';
import { curveOfParameters } from '../domain-parameters.ts';
import { decodeObjectIdentifier } from '../object-identifiers.ts';

/** The public key of EF.DG15 (ICAO 9303-11, 6.1.5). */
export type ActiveAuthenticationKey =
  | { readonly kind: 'RSA'; readonly key: RsaPublicKey }
  | { readonly kind: 'ECDSA'; readonly curve: Curve; readonly publicPoint: Uint8Array };

const DG15 = 0x6f;
const SEQUENCE = 0x30;
const BIT_STRING = 0x03;
const INTEGER = 0x02;
/** More than the longest modulus that is computed with. */
const MOST_INTEGER_BYTES = 1025;

/** rsaEncryption, and id-RSASSA-PSS, which some issuers write for the same key. */
const RSA = ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.10'];
const ELLIPTIC_CURVE = '1.2.840.10045.2.1';

/** Any bytes; undefined where they hold no key this reader knows. */
export const parseDataGroup15 = (file: Uint8Array): ActiveAuthenticationKey | undefined => {
  const outer = parseTlv(file).objects[0];
  const info = outer?.tag === DG15 ? parseTlv(outer.value).objects[0] : undefined;
  if (info?.tag !== SEQUENCE) return undefined;
  const [algorithm, bits] = parseTlv(info.value).objects;
  if (algorithm?.tag !== SEQUENCE || bits?.tag !== BIT_STRING || bits.value[0] !== 0) {
    return undefined;
  }
  const [identifier, parameters] = parseTlv(algorithm.value).objects;
  const oid = identifier === undefined ? undefined : decodeObjectIdentifier(identifier.value);
  const content = bits.value.subarray(1);
  if (oid === ELLIPTIC_CURVE) return curveKey(parameters, content);
  return oid !== undefined && RSA.includes(oid) ? rsaKey(content) : undefined;
};

const curveKey = (
  parameters: Tlv | undefined,
  publicPoint: Uint8Array,
): ActiveAuthenticationKey | undefined => {
  const curve = parameters === undefined ? undefined : curveOfParameters(parameters);
  if (curve?.decodePoint(publicPoint) === undefined) return undefined;
  return { kind: 'ECDSA', curve, publicPoint };
};

const rsaKey = (content: Uint8Array): ActiveAuthenticationKey | undefined => {
  const sequence = parseTlv(content).objects[0];
  if (sequence?.tag !== SEQUENCE) return undefined;
  const [modulus, exponent] = parseTlv(sequence.value).objects.map(positive);
  if (modulus === undefined || exponent === undefined) return undefined;
  return { kind: 'RSA', key: { modulus, exponent } };
};

const positive = ({ tag, value }: Tlv): bigint | undefined =>
  tag === INTEGER && value.length <= MOST_INTEGER_BYTES ? octetsToInteger(value) : undefined;
