import { type IssuerProfile } from '../../../contract/virtual-chip-profile.ts';
import { createIssuer, type DocumentSigner, type Issuer } from '../../issuer/issuer.ts';
import { type KeyType } from '../../issuer/signing-key.ts';
import { createSeededRandom } from '../seeded-random.ts';

/** Whose certificates sign the chips of people who do not exist: the same ones for every chip. */
export interface TestAuthority {
  /** The trust anchor, DER. */
  readonly csca: Uint8Array;
  /** The revocation list naming the signer of the profiles with condition `revoked`, DER. */
  crl(issued?: number): Uint8Array;
  readonly issuer: Issuer;
  /** The signer of a condition; randomness of signatures follows from `seed`. */
  signer(condition: IssuerProfile['condition'], seed: string): DocumentSigner;
}

/** The one a reader trusts; another one; another one that calls itself the same. */
type Which = 'genuine' | 'unknown' | 'impostor';

const FROM = Date.UTC(2016, 0, 1);
const UNTIL = Date.UTC(2066, 0, 1);
/** Before any of the cards was issued. */
const EXPIRED = { notBefore: FROM, notAfter: Date.UTC(2016, 6, 1) };

const authorities = new Map<string, TestAuthority>();

/** The authority with the key type of the profile; made once, the same in every process. */
export const testAuthority = (
  profile: Omit<IssuerProfile, 'condition'>,
  which: Which = 'genuine',
): TestAuthority => {
  const key = JSON.stringify([which, keyTypeOf(profile)]);
  const known = authorities.get(key);
  if (known !== undefined) return known;
  const made = createAuthority(key, profile, which);
  authorities.set(key, made);
  return made;
};

const createAuthority = (
  seed: string,
  profile: Omit<IssuerProfile, 'condition'>,
  which: Which,
): TestAuthority => {
  // Each purpose draws from a stream of its own, so that nothing depends on the order of use.
  let stream = createSeededRandom(`${seed} authority`);
  const issuer = createIssuer({
    random: length => stream(length),
    keyType: keyTypeOf(profile),
    from: FROM,
    commonName: which === 'unknown' ? 'CSCA nobody trusts' : 'CSCA of nobody',
    validity: { notBefore: FROM, notAfter: UNTIL },
  });
  const signers = new Map<string, DocumentSigner>();
  const signerOf = (kind: 'genuine' | 'expired' | 'revoked'): DocumentSigner => {
    const known = signers.get(kind);
    if (known !== undefined) return known;
    stream = createSeededRandom(`${seed} signer ${kind}`);
    const validity = kind === 'expired' ? EXPIRED : { notBefore: FROM, notAfter: UNTIL };
    const made = issuer.issueDocumentSigner({ validity });
    signers.set(kind, made);
    return made;
  };
  return {
    issuer,
    csca: issuer.csca,
    crl: issued => {
      stream = createSeededRandom(`${seed} crl`);
      return issuer.crl([signerOf('revoked')], issued);
    },
    signer: (condition, signature) => {
      const signer = signerOf(
        condition === 'expired' || condition === 'revoked' ? condition : 'genuine',
      );
      stream = createSeededRandom(`${seed} signature ${signature}`);
      return signer;
    },
  };
};

const keyTypeOf = ({
  signature,
  curve,
  bits,
  hash,
  parameters,
}: Omit<IssuerProfile, 'condition'>): KeyType =>
  signature === 'ECDSA'
    ? { scheme: 'ecdsa', curve, hash, parameters }
    : { scheme: signature === 'RSA-PSS' ? 'rsa-pss' : 'rsa-pkcs1', bits, hash };
