import {
  coveredBy,
  type MessageSignature,
  numberParameter,
  readMessageSignature,
  signatureBase,
  textParameter,
} from '../signature/message-signature.ts';
import {
  type BareItem,
  type InnerList,
  parseDictionary,
  writeMember,
} from '../signature/structured-field.ts';

/**
 * How a request to the hub is signed: an HTTP message signature (RFC 9421) over method, path, query
 * and digest of the body (RFC 9530), with time and nonce. A kiosk signs with Ed25519; the hub's own
 * command line with HMAC-SHA256 and a key that it shares with the hub.
 */
const HUB_SIGNATURE = {
  label: 'tiep-don',
  /** Names this use, so that a signature made for something else is not taken for it. */
  tag: 'tiep-don-hub',
  covers: ['@method', '@path', '@query', 'content-digest'],
} as const;

export type SignatureAlgorithm = 'ed25519' | 'hmac-sha256';

/** Furthest that the clocks of kiosk and hub may differ, in milliseconds. */
export const HUB_CLOCK_TOLERANCE_MS = 5 * 60_000;

export interface HubRequest {
  readonly method: string;
  /** As sent, without host and query. */
  readonly path: string;
  /** With its question mark, which is there also where nothing follows (RFC 9421, 2.2.7). */
  readonly query: string;
  /** base64 of SHA-256 over the exact bytes of the body. */
  readonly bodySha256: string;
}

/** Who signs, when, and with which once-used word. */
export interface HubSigner {
  /** Thumbprint of the public key, see `kioskKeyId`; a plain name for HMAC. */
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  /** Milliseconds since 1970-01-01T00:00:00Z; whole seconds are signed. */
  readonly now: number;
  /** 16 to 64 characters of `A-Z a-z 0-9 _ -`, never used twice under a key. */
  readonly nonce: string;
}

export interface PreparedSignature {
  /** The text to sign, in UTF-8. */
  readonly base: string;
  /** Header fields of the request, once that text is signed; `signature` in base64. */
  headers(signature: string): Record<string, string>;
}

const text = (value: string): BareItem => ({ type: 'string', value });
const contentDigest = (sha256: string): string => `sha-256=:${sha256}:`;

const componentsOf = (request: HubRequest) => ({
  '@method': request.method.toUpperCase(),
  '@path': request.path,
  '@query': request.query,
  'content-digest': contentDigest(request.bodySha256),
});

/** Everything about a signature but the signing itself. */
export const prepareSignature = (request: HubRequest, signer: HubSigner): PreparedSignature => {
  const input: InnerList = {
    items: HUB_SIGNATURE.covers.map(name => ({ item: text(name), parameters: new Map() })),
    parameters: new Map<string, BareItem>([
      ['created', { type: 'integer', value: Math.floor(signer.now / 1000) }],
      ['nonce', text(signer.nonce)],
      ['keyid', text(signer.keyId)],
      ['alg', text(signer.algorithm)],
      ['tag', text(HUB_SIGNATURE.tag)],
    ]),
  };
  return {
    base: signatureBase(input, componentsOf(request)) ?? '',
    headers: signature => ({
      'content-digest': contentDigest(request.bodySha256),
      'signature-input': `${HUB_SIGNATURE.label}=${writeMember(input)}`,
      signature: `${HUB_SIGNATURE.label}=:${signature}:`,
    }),
  };
};

/** A signature as it was found on a request, not verified yet. */
export interface FoundSignature {
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithm;
  /** Milliseconds, at a whole second. */
  readonly created: number;
  readonly nonce: string;
  /** The text that must have been signed. */
  readonly base: string;
  /** base64 */
  readonly signature: string;
}

/** Why there is no signature to verify, in words for the log. */
export type NoSignature = { readonly missing: string };

const isAlgorithm = (name: string | undefined): name is SignatureAlgorithm =>
  name === 'ed25519' || name === 'hmac-sha256';

const digestIn = (header: string): string | undefined => {
  const member = parseDictionary(header)?.get('sha-256');
  return member !== undefined && 'item' in member && member.item.type === 'bytes'
    ? member.item.value
    : undefined;
};

const isComplete = ({ input }: MessageSignature): boolean => {
  const covered = coveredBy(input);
  return HUB_SIGNATURE.covers.every(name => covered.includes(name));
};

/** What a request claims about who signed it. `bodySha256` is of the body that came. */
export const findSignature = (
  request: HubRequest,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): FoundSignature | NoSignature => {
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  const [digest, inputs, signatures] = ['content-digest', 'signature-input', 'signature'].map(
    header,
  ) as [string, string, string];
  if (digestIn(digest) !== request.bodySha256) {
    return { missing: 'content-digest is not of this body' };
  }
  const found = readMessageSignature(inputs, signatures, HUB_SIGNATURE.tag);
  if (found === undefined) return { missing: 'no signature for this hub' };
  if (!isComplete(found)) return { missing: 'the signature covers too little' };
  const base = signatureBase(found.input, {
    ...componentsOf(request),
    'content-digest': digest,
    'content-type': header('content-type'),
  });
  const keyId = textParameter(found.input, 'keyid');
  const algorithm = textParameter(found.input, 'alg');
  const created = numberParameter(found.input, 'created');
  const nonce = textParameter(found.input, 'nonce');
  if (base === undefined) return { missing: 'the signature covers what is not there' };
  if (keyId === undefined || !isAlgorithm(algorithm)) return { missing: 'keyid or alg is missing' };
  if (created === undefined) return { missing: 'created is missing' };
  if (nonce === undefined || !/^[\w-]{16,64}$/.test(nonce)) return { missing: 'nonce is missing' };
  return {
    keyId,
    algorithm,
    created: created * 1000,
    nonce,
    base,
    signature: found.signature,
  };
};

/**
 * The JSON Web Key of an Ed25519 public key whose SHA-256 in base64url names the key: members in
 * the order of RFC 7638, 3 (RFC 8037, 2 for this kind of key).
 * @param publicKey 32 bytes in base64url, without padding
 */
export const kioskKeyThumbprintText = (publicKey: string): string =>
  `{"crv":"Ed25519","kty":"OKP","x":"${publicKey}"}`;
