import { randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2idAsync } from '@noble/hashes/argon2.js';
import { type DeskPasswordFault, SHORTEST_DESK_PASSWORD } from '../../core/contract/desk-access.ts';

/** How dear one try is (RFC 9106; the least of the OWASP password storage guidance). */
export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

export const PASSWORD_COST: PasswordCost = { memoryKib: 19_456, passes: 2 };

/** Argon2id with what it takes to compute it again. */
export interface PasswordHash extends PasswordCost {
  /** base64 */
  readonly salt: string;
  /** base64 */
  readonly hash: string;
}

const HASH_BYTES = 32;
const SALT_BYTES = 16;
const LONGEST = 128;
/** Kiosks are answered meanwhile. */
const LONGEST_BLOCK_MS = 10;

/** The same characters however the keyboard composed them. */
const hashOf = (
  password: string,
  salt: Uint8Array,
  { memoryKib, passes }: PasswordCost,
): Promise<Uint8Array> =>
  argon2idAsync(password.normalize('NFKC'), salt, {
    m: memoryKib,
    t: passes,
    p: 1,
    dkLen: HASH_BYTES,
    asyncTick: LONGEST_BLOCK_MS,
  });

export const hashPassword = async (
  password: string,
  cost: PasswordCost = PASSWORD_COST,
): Promise<PasswordHash> => {
  const salt = randomBytes(SALT_BYTES);
  const hash = await hashOf(password, salt, cost);
  return { ...cost, salt: salt.toString('base64'), hash: Buffer.from(hash).toString('base64') };
};

/** Nobody's: a name that does not exist takes as long to refuse as one that does. */
const NOBODY = { salt: Buffer.alloc(SALT_BYTES).toString('base64'), hash: '' };

/** @param kept of the person of that name, where there is one. */
export const isPassword = async (
  password: string,
  kept: PasswordHash | undefined,
  cost: PasswordCost = PASSWORD_COST,
): Promise<boolean> => {
  const { salt, hash, ...used } = kept ?? { ...cost, ...NOBODY };
  const computed = await hashOf(password, Buffer.from(salt, 'base64'), used);
  const expected = Buffer.from(hash, 'base64');
  return expected.length === computed.length && timingSafeEqual(expected, computed);
};

/** Beginnings of what everybody tries first. */
const TRIED_FIRST = ['password', 'matkhau', 'benhvien', 'thungan', 'qwerty', 'abc123', 'iloveyou'];

const isRow = (text: string): boolean =>
  /^(.)\1*$/.test(text) ||
  '0123456789012345678901234567890'.includes(text) ||
  '9876543210987654321098765432109'.includes(text) ||
  'abcdefghijklmnopqrstuvwxyz'.includes(text);

/** What is wrong with a new password, or undefined. */
export const passwordFault = (password: string, login: string): DeskPasswordFault | undefined => {
  const plain = password.normalize('NFKC').toLowerCase();
  const letters = Array.from(plain).length;
  if (letters < SHORTEST_DESK_PASSWORD) return 'too-short';
  if (letters > LONGEST) return 'too-long';
  if (plain.includes(login)) return 'says-the-login';
  const guessed = TRIED_FIRST.some(
    word => plain.startsWith(word) && plain.length - word.length <= SHORTEST_DESK_PASSWORD / 2,
  );
  return guessed || isRow(plain) ? 'one-of-the-first-tried' : undefined;
};
