const mod = (value: bigint, modulus: bigint): bigint => {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
};

const WINDOW = 4n;
const WINDOW_MASK = 15n;

/**
 * base ^ exponent mod modulus, for a modulus above 1 and an exponent that is not negative.
 * Four bits of the exponent at a time (Handbook of Applied Cryptography, 14.82).
 */
export const modPow = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  if (modulus < 2n || exponent < 0n) throw new RangeError('modulus or exponent out of range');
  const reduced = mod(base, modulus);
  if (exponent <= 0x1_0001n) return modPowShort(reduced, exponent, modulus);
  const powers = [1n];
  for (let power = 1; power < 16; power += 1)
    powers.push(((powers[power - 1] ?? 1n) * reduced) % modulus);
  const digits: number[] = [];
  for (let rest = exponent; rest > 0n; rest >>= WINDOW) digits.push(Number(rest & WINDOW_MASK));
  let result = 1n;
  for (const digit of digits.reverse()) {
    result = (result * result) % modulus;
    result = (result * result) % modulus;
    result = (result * result) % modulus;
    result = (result * result) % modulus;
    if (digit !== 0) result = (result * (powers[digit] ?? 1n)) % modulus;
  }
  return result;
};

const modPowShort = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n % modulus;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
};

/** The inverse of `value` modulo `modulus`; undefined where they have a common divisor. */
export const modInverse = (value: bigint, modulus: bigint): bigint | undefined => {
  let [remainder, nextRemainder] = [modulus, mod(value, modulus)];
  let [coefficient, nextCoefficient] = [0n, 1n];
  while (nextRemainder !== 0n) {
    const quotient = remainder / nextRemainder;
    [remainder, nextRemainder] = [nextRemainder, remainder - quotient * nextRemainder];
    [coefficient, nextCoefficient] = [nextCoefficient, coefficient - quotient * nextCoefficient];
  }
  return remainder === 1n ? mod(coefficient, modulus) : undefined;
};
