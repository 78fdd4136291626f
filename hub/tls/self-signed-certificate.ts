import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bits,
  boolean,
  explicit,
  generalizedTime,
  implicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  utcTime,
  utf8,
} from './der.ts';

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const COMMON_NAME = objectId('2.5.4.3');
const SERVER_AUTHENTICATION = objectId('1.3.6.1.5.5.7.3.1');
/** "No well-defined expiration date" (RFC 5280, 4.1.2.5): kiosks know the key, not the calendar. */
const NEVER = '9999-12-31T23:59:59Z';

const extension = (id: string, value: Uint8Array, isCritical = false): Buffer =>
  sequence(objectId(id), ...(isCritical ? [boolean(true)] : []), octets(value));

/** GeneralName (RFC 5280, 4.2.1.6): an address is [7], a name is [2]. */
const generalName = (name: string): Buffer =>
  isIPv4(name)
    ? implicit(7, Buffer.from(name.split('.').map(Number)))
    : implicit(2, Buffer.from(name, 'ascii'));

const PEM_LINE = /.{1,64}/g;

const pem = (der: Uint8Array): string => {
  const lines = Buffer.from(der).toString('base64').match(PEM_LINE) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

/**
 * A certificate (X.509 v3, RFC 5280) of a hub that nobody gave one to: for its own P-256 key,
 * signed by it, without end.
 * @param names hosts and IPv4 addresses it is reached under, the first one its common name
 */
export const selfSignedCertificate = (
  key: KeyObject,
  names: readonly string[],
  now: number,
): string => {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const [commonName = 'tiep-don-hub'] = names;
  const name = sequence(set(sequence(COMMON_NAME, utf8(commonName.slice(0, 64)))));
  const dayBefore = new Date(now - 86_400_000).toISOString();
  const keyIdentifier = createHash('sha1').update(publicKey).digest();
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(utcTime(dayBefore), generalizedTime(NEVER)),
    name,
    publicKey,
    explicit(
      3,
      sequence(
        extension('2.5.29.19', sequence(), true),
        // digitalSignature
        extension('2.5.29.15', bits(Buffer.of(0x80), 7), true),
        extension('2.5.29.37', sequence(SERVER_AUTHENTICATION)),
        extension('2.5.29.17', sequence(...names.map(generalName))),
        extension('2.5.29.14', octets(keyIdentifier)),
      ),
    ),
  );
  return pem(sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, key))));
};
