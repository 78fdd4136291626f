import { createHash } from 'node:crypto';
import { encodeTlv } from '../../emrtd/ber-tlv.ts';

const TAG = { sod: 0x77, sequence: 0x30, set: 0x31, integer: 0x02, octets: 0x04, oid: 0x06 };
const CONTEXT_0 = 0xa0;

const OID_SIGNED_DATA = '2a864886f70d010702';
/** id-icao-mrtd-security-ldsSecurityObject, 2.23.136.1.1.1. */
const OID_LDS_SECURITY_OBJECT = '678108010101';
const OID_SHA256 = '608648016503040201';

/**
 * EF.SOD naming the SHA-256 digests of the given data groups. It carries no signer: the cards of
 * people who do not exist have no issuer, so reading one ends at "no trust anchor".
 */
export const encodeSecurityObject = (dataGroups: ReadonlyMap<number, Uint8Array>): Uint8Array => {
  const digests = [...dataGroups].map(([number, file]) =>
    sequence(integer(number), octets(createHash('sha256').update(file).digest())),
  );
  const ldsSecurityObject = sequence(integer(0), sequence(oid(OID_SHA256)), sequence(...digests));
  const encapsulated = sequence(
    oid(OID_LDS_SECURITY_OBJECT),
    encodeTlv(CONTEXT_0, octets(ldsSecurityObject)),
  );
  const digestAlgorithms = encodeTlv(TAG.set, sequence(oid(OID_SHA256)));
  const signerInfos = encodeTlv(TAG.set, new Uint8Array());
  const signedData = sequence(integer(3), digestAlgorithms, encapsulated, signerInfos);
  return encodeTlv(TAG.sod, sequence(oid(OID_SIGNED_DATA), encodeTlv(CONTEXT_0, signedData)));
};

const sequence = (...parts: Uint8Array[]): Uint8Array =>
  encodeTlv(TAG.sequence, Buffer.concat(parts));
const integer = (value: number): Uint8Array => encodeTlv(TAG.integer, Uint8Array.of(value));
const octets = (bytes: Uint8Array): Uint8Array => encodeTlv(TAG.octets, bytes);
const oid = (hex: string): Uint8Array => encodeTlv(TAG.oid, Buffer.from(hex, 'hex'));
