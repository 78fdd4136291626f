/**
 * How a request to the hub is signed: HMAC-SHA256 over the text below, keyed with the bytes of the
 * shared secret, written as lower-case hex. Whoever holds the secret does the arithmetic; the text
 * is here so that both sides agree on every byte.
 */

/** Request headers; all four are required on every `POST /v1/{method}`. */
export const HUB_HEADERS = {
  kioskId: 'x-kiosk-id',
  /** Milliseconds since 1970-01-01T00:00:00Z, decimal digits. */
  timestamp: 'x-timestamp',
  /** 16 to 64 characters of `A-Z a-z 0-9 _ -`, never used twice by a kiosk. */
  nonce: 'x-nonce',
  signature: 'x-signature',
} as const;

/** Furthest that the clocks of kiosk and hub may differ, in milliseconds. */
export const HUB_CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The name under which the secret is kept, its length, and the file that holds it as hex. */
export const HUB_SECRET = { name: 'hub-kiosk', bytes: 32, file: 'hub-kiosk.key' } as const;

export interface SignedRequest {
  readonly kioskId: string;
  readonly method: string;
  /** Path as sent, without host and query. */
  readonly path: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** Lower-case hex of SHA-256 over the exact bytes of the body. */
  readonly bodySha256: string;
}

/** The text that is signed: a version, then one field a line, so that no two requests share it. */
export const hubSigningString = (request: SignedRequest): string =>
  [
    'tiep-don-hub-1',
    request.kioskId,
    request.method.toUpperCase(),
    request.path,
    request.timestamp,
    request.nonce,
    request.bodySha256,
  ].join('\n');
