import { type AuthenticityReason } from '../../../core/contract/identity.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { fieldsOf, partsOf, readDer, TAG } from './der.ts';
import { type SignedData } from './signed-data.ts';
import { authenticateSigner } from './signer-authentication.ts';

/** Authorities of many countries, collected and signed by one of them (ICAO 9303-12, 9). */
export interface MasterList {
  readonly certificates: readonly Certificate[];
  /** Entries that are no certificate. */
  readonly damaged: number;
  /** ISO 3166-1 alpha-2 of who signed it, where the signature is right. */
  readonly country: string | undefined;
  /** What speaks against the signer; empty where a CSCA inside the list proves it. */
  readonly reasons: readonly AuthenticityReason[];
}

export const OID_MASTER_LIST = '2.23.136.1.1.2';

/**
 * Reads a master list and verifies who signed it against the authorities in the list itself: that
 * shows that it came whole, not that its signer is to be believed, which is the choice of whoever
 * puts it among the trust files. `at` in milliseconds since 1970. Undefined where it is no list.
 */
export const readMasterList = (data: SignedData, at: number): MasterList | undefined => {
  if (data.contentType !== OID_MASTER_LIST) return undefined;
  // CscaMasterList ::= SEQUENCE { version, certList SET OF Certificate }
  const fields = fieldsOf(readDer(data.content));
  fields?.take(TAG.integer);
  const entries = partsOf(fields?.take(TAG.set), TAG.set);
  if (entries === undefined) return undefined;
  const certificates = entries.flatMap(entry => parseCertificate(entry.bytes) ?? []);
  const trust = { certificates, revocationLists: [] };
  const { signer, reasons } = authenticateSigner(data, trust, at, 'master-lists');
  return {
    certificates,
    damaged: entries.length - certificates.length,
    country: signer?.subject.country,
    reasons,
  };
};
