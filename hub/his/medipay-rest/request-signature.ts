import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a request carries: flat for a GET, with groups of fields for a POST. */
export type Fields = Readonly<Record<string, unknown>>;

export interface SignedHeaders {
  readonly 'x-merchant-id': string;
  /** Milliseconds since 1970. */
  readonly 'x-timestamp': string;
  /** HMAC-SHA256, hexadecimal in small letters. */
  readonly 'x-sign': string;
}

const isText = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** The value of `SO_GTTT` or of `THONG_TIN_BN.HO_TEN`; null and absent are empty. */
const valueOf = (fields: Fields, name: string): string => {
  const value = name
    .split('.')
    .reduce<unknown>(
      (at, step) => (typeof at === 'object' && at !== null ? (at as Fields)[step] : undefined),
      fields,
    );
  return isText(value) ? String(value) : '';
};

/** The values of a request that are signed, joined as the contract joins them. */
export const signedText = (
  names: readonly string[],
  head: Pick<SignedHeaders, 'x-merchant-id' | 'x-timestamp'>,
  fields: Fields,
): string => names.map(name => valueOf({ ...fields, ...head }, name)).join('|');

/** The three headers of a request. @param names what is signed, in order. */
export const signRequest = (
  names: readonly string[],
  fields: Fields,
  sender: { readonly merchantId: string; readonly key: string; readonly now: number },
): SignedHeaders => {
  const head = { 'x-merchant-id': sender.merchantId, 'x-timestamp': String(sender.now) };
  const text = signedText(names, head, fields);
  return { ...head, 'x-sign': createHmac('sha256', sender.key).update(text).digest('hex') };
};

/** Whether the headers of a request are those of its sender. */
export const isSignedBy = (
  key: string,
  names: readonly string[],
  fields: Fields,
  headers: SignedHeaders,
): boolean => {
  const wanted = createHmac('sha256', key)
    .update(signedText(names, headers, fields))
    .digest();
  const given = Buffer.from(headers['x-sign'].toLowerCase(), 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};
