const SIGN = /^(?:\((?<inside>.*)\)|(?<sign>[+-])?(?<bare>.*))$/s;
const CURRENCY = /\s*(?:VND|VNĐ|đồng|đ)$/iu;
/** Digits in groups of three by one separator, and at most a fraction of nothing behind the other. */
const SHAPES = [
  /^(\d+)(?:[.,]00?)?$/,
  /^(\d{1,3}(?:,\d{3})+)(?:\.00?)?$/,
  /^(\d{1,3}(?:\.\d{3})+)(?:,00?)?$/,
  /^(\d{1,3}(?: \d{3})+)(?:[.,]00?)?$/,
] as const;

/**
 * An amount as bank exports print it: `150.000`, `150,000.00`, `(20,000)`, `-5000 VND`. Whatever could
 * be read in two ways is not read: `1.5`, `1,234,56`, `12.345,67`.
 * @returns whole đồng with their sign, or undefined.
 */
export const parseDongAmount = (text: string): number | undefined => {
  const plain = text
    .replace(/\u00A0/g, ' ')
    .trim()
    .replace(CURRENCY, '');
  const { inside, sign, bare } = SIGN.exec(plain)?.groups ?? {};
  const digits = (inside ?? bare ?? '').trim();
  const whole = SHAPES.map(shape => shape.exec(digits)?.[1]).find(match => match !== undefined);
  if (whole === undefined) return undefined;
  const value = Number(whole.replace(/[., ]/g, ''));
  if (!Number.isSafeInteger(value)) return undefined;
  return value === 0 ? 0 : inside !== undefined || sign === '-' ? -value : value;
};
