import { OID_OF_HASH, type HashName } from '../../../emrtd/cryptography/digests.ts';
import { der } from '../../issuer/der-encoding.ts';
import { buildLdsSecurityObject, securityObjectFile } from '../../issuer/signed-data-builder.ts';

/** EF.SOD with the digests by number of the data group, in a SignedData that nobody signed. */
export const unsignedSecurityObject = (
  digests: ReadonlyMap<number, Uint8Array>,
  hash: HashName,
): Uint8Array => {
  const signedData = der.sequence(
    der.integer(3),
    der.set(der.sequence(der.oid(OID_OF_HASH[hash]))),
    der.sequence(
      der.oid('2.23.136.1.1.1'),
      der.context(0, der.octets(buildLdsSecurityObject(digests, hash))),
    ),
    der.set(),
  );
  return securityObjectFile(
    der.sequence(der.oid('1.2.840.113549.1.7.2'), der.context(0, signedData)),
  );
};
