import { type Curve } from '../../../emrtd/cryptography/elliptic-curves.ts';
import { type ModularGroup } from '../../../emrtd/cryptography/modular-groups.ts';
import { integerToOctets, octetsToInteger } from '../../../emrtd/cryptography/octet-strings.ts';
import { type RsaPublicKey } from '../../../emrtd/cryptography/rsa.ts';
import { der } from '../../issuer/der-encoding.ts';

const ID_EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const ID_PRIME_FIELD = '1.2.840.10045.1.1';
const ID_RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
/** X9.42, RFC 3279, 2.3.3. */
const ID_DH_PUBLIC_NUMBER = '1.2.840.10046.2.1';

/** standardizedDomainParameters (ICAO 9303-11, 9.5.1). */
const ID_STANDARDISED_PARAMETERS = '0.4.0.127.0.7.1.2';

/** SubjectPublicKeyInfo of a point on standardised domain parameters, as 9303-11, I.1 has it. */
export const standardisedPublicKeyInfo = (parameter: number, publicPoint: Uint8Array): Uint8Array =>
  der.sequence(
    der.sequence(der.oid(ID_STANDARDISED_PARAMETERS), der.integer(parameter)),
    der.bits(publicPoint),
  );

/** SubjectPublicKeyInfo of a point (RFC 3279, 2.3.5; ECParameters spelled out or named). */
export const curvePublicKeyInfo = (
  curve: Curve,
  publicPoint: Uint8Array,
  parameters: 'named' | 'explicit',
): Uint8Array =>
  der.sequence(
    der.sequence(
      der.oid(ID_EC_PUBLIC_KEY),
      parameters === 'named' ? der.oid(curve.oid) : explicitParameters(curve),
    ),
    der.bits(publicPoint),
  );

/** SpecifiedECDomain (BSI TR-03111, 5.1.1.2: version 1, cofactor there). */
const explicitParameters = (curve: Curve): Uint8Array => {
  const element = (value: bigint): Uint8Array =>
    der.octets(integerToOctets(value, curve.fieldBytes));
  return der.sequence(
    der.integer(1),
    der.sequence(der.oid(ID_PRIME_FIELD), der.integer(curve.prime)),
    der.sequence(element(curve.a), element(curve.b)),
    der.octets(curve.encodePoint(curve.generator)),
    der.integer(curve.order),
    der.integer(1),
  );
};

/** SubjectPublicKeyInfo of a Diffie-Hellman value (RFC 3279, 2.3.3). */
export const modularPublicKeyInfo = (group: ModularGroup, publicValue: Uint8Array): Uint8Array =>
  der.sequence(
    der.sequence(
      der.oid(ID_DH_PUBLIC_NUMBER),
      der.sequence(
        der.integer(group.prime),
        der.integer(group.generator),
        ...(group.order === undefined ? [] : [der.integer(group.order)]),
      ),
    ),
    der.bits(der.integer(octetsToInteger(publicValue))),
  );

/** SubjectPublicKeyInfo of an RSA key (RFC 3279, 2.3.1). */
export const rsaPublicKeyInfo = ({ modulus, exponent }: RsaPublicKey): Uint8Array =>
  der.sequence(
    der.sequence(der.oid(ID_RSA_ENCRYPTION), der.null()),
    der.bits(der.sequence(der.integer(modulus), der.integer(exponent))),
  );
