import type { Authenticity, AuthenticityReason } from '../../core/contract/identity.ts';
import type { Inspection } from '../../native-bridges/contract/card-tools.ts';

export const AUTHENTICITY_WORDS: Readonly<Record<Authenticity, string>> = {
  valid: 'the data are the issuer’s',
  invalid: 'NOT AUTHENTIC',
  'no-trust-anchor': 'not proven: no trust in the signer',
  'not-checked': 'not checked: EF.SOD was not read',
};

export const CHIP_WORDS: Readonly<Record<Inspection['verdict']['chip'], string>> = {
  proven: 'and the chip is the one they were issued in',
  'not-proven': 'and the chip is not proven',
  wrong: 'and the chip is a copy',
};

/** What was found, and where there is something to do about it, what. */
export const REASON_WORDS: Readonly<Record<AuthenticityReason, string>> = {
  'security-object-missing': 'there is no EF.SOD: nobody signed these data',
  'security-object-damaged': 'EF.SOD cannot be understood',
  'digest-mismatch': 'a file is not the one that was signed',
  'digest-missing': 'a file was never signed',
  'signature-invalid': 'the signature is wrong',
  'algorithm-unsupported': 'signed in a way that cannot be checked here',
  'signer-unknown': 'no trusted authority stands behind the signer: import its CSCA certificate',
  'signer-not-valid-then': 'the signer’s certificate was not valid when it signed',
  'signer-revoked': 'the signer’s certificate was revoked',
  'signer-not-for-documents': 'the signer’s certificate is not for documents',
  'chip-not-proven': 'nothing shows that the chip is not a copy',
  'chip-answer-wrong': 'the chip does not have the keys it should have: a copy',
};
