/**
 * The dotted form of the content octets of an OBJECT IDENTIFIER (ISO/IEC 8825-1, 8.19); undefined
 * where they are cut short, empty, longer than 64 bytes or hold a number above 2^53.
 */
export const decodeObjectIdentifier = (bytes: Uint8Array): string | undefined => {
  if (bytes.length === 0 || bytes.length > 64) return undefined;
  const numbers: number[] = [];
  let number = 0;
  let open = false;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(number)) return undefined;
    open = (byte & 0x80) !== 0;
    if (open) continue;
    numbers.push(number);
    number = 0;
  }
  const [first, ...rest] = numbers;
  if (open || first === undefined) return undefined;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
};

/** The content octets of a dotted OBJECT IDENTIFIER. */
export const encodeObjectIdentifier = (dotted: string): Uint8Array => {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return Uint8Array.from([root * 40 + second, ...rest].flatMap(base128));
};

const base128 = (number: number): number[] => {
  const bytes = [number % 128];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest % 128) | 0x80);
  }
  return bytes;
};
