/** Words of the program itself in messages to pages and displays; everything else is somebody's. */
const KEPT_WORDS: ReadonlySet<string> = new Set([
  'kind',
  'order',
  'result',
  'fault',
  'type',
  'name',
]);
const KEPT_NUMBERS: ReadonlySet<string> = new Set([
  'category',
  'orderId',
  'volume',
  'betweenKeysMs',
]);
const IS_WORD = /^[a-z-]{1,30}$/;
const LONGEST_TEXT = 200;

/**
 * A JSON message without what it says: names of fields and words of the program stay, letters become
 * `x`, digits `0`; of a long text only the beginning is kept. What is no JSON is blanked out whole.
 */
export const redactJson = (message: Uint8Array): Uint8Array => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message));
    return new TextEncoder().encode(JSON.stringify(redacted(value, '')));
  } catch {
    return new Uint8Array(message.length);
  }
};

const redacted = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value.map(item => redacted(item, key));
  if (typeof value === 'string') {
    if (KEPT_WORDS.has(key) && IS_WORD.test(value)) return value;
    return value.slice(0, LONGEST_TEXT).replaceAll(/\p{L}/gu, 'x').replaceAll(/\p{N}/gu, '0');
  }
  if (typeof value === 'number') return KEPT_NUMBERS.has(key) ? value : 0;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, redacted(held, name)]),
  );
};
