import { concatBytes } from '@noble/hashes/utils.js';
import { FaultError } from '../../../core/contract/errors.ts';
import { INSTRUCTION, SHORT_RESPONSE, STATUS, type Exchange, type Response } from '../apdu.ts';
import { equalOctets, xorOctets } from '../cryptography/octet-strings.ts';
import { pad } from '../cryptography/padding.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { deriveKey } from '../cryptography/session-cipher.ts';
import { retailMac, tripleDesCbcDecrypt, tripleDesCbcEncrypt } from '../cryptography/triple-des.ts';
import { type SessionKeys } from '../secure-messaging/session-keys.ts';
import { keyRefusal } from './key-refusal.ts';
import { mrzSeed, type MrzAccessKey } from './mrz-key.ts';

const CHALLENGE_BYTES = 8;
const KEYING_BYTES = 16;
const CRYPTOGRAM_BYTES = 32;
const CHECKSUM_BYTES = 8;
const BLOCK_BYTES = 8;
const ZERO_IV = new Uint8Array(BLOCK_BYTES);

interface AccessKeys {
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
}

const accessKeys = (seed: Uint8Array): AccessKeys => ({
  encryption: deriveKey(seed, 1, '3DES'),
  mac: deriveKey(seed, 2, '3DES'),
});

/**
 * Basic access control (ICAO 9303-11, 4.3) with the application selected: the session keys, or
 * undefined where the chip knows no such thing.
 * @throws FaultError `card-key-refused`, `card-blocked`, or `card-unreadable` where the chip's
 * answer is not made with the same key.
 */
export const performBac = async (
  exchange: Exchange,
  key: MrzAccessKey,
  random: RandomBytes,
): Promise<SessionKeys | undefined> => {
  const chipChallenge = await getChallenge(exchange);
  if (chipChallenge === undefined) return undefined;
  const keys = accessKeys(mrzSeed(key));
  const challenge = random(CHALLENGE_BYTES);
  const keying = random(KEYING_BYTES);
  const token = protect(keys, concatBytes(challenge, chipChallenge, keying));
  const { data, status } = await externalAuthenticate(exchange, token);
  if (status !== STATUS.ok) throw keyRefusal('EXTERNAL AUTHENTICATE', status);
  const answer = unprotect(keys, data);
  if (answer === undefined || !answersTo(answer, chipChallenge, challenge)) {
    throw new FaultError('card-unreadable', 'the chip does not prove that it knows the key');
  }
  const chipKeying = answer.subarray(2 * CHALLENGE_BYTES);
  return sessionKeys(xorOctets(keying, chipKeying), chipChallenge, challenge);
};

/** Some chips want the maximum of Le in place of the length they will answer with. */
const externalAuthenticate = async (exchange: Exchange, data: Uint8Array): Promise<Response> => {
  const command = { cla: 0x00, ins: INSTRUCTION.externalAuthenticate, p1: 0x00, p2: 0x00, data };
  const response = await exchange({ ...command, le: CRYPTOGRAM_BYTES + CHECKSUM_BYTES });
  if (response.status !== STATUS.wrongLength) return response;
  return exchange({ ...command, le: SHORT_RESPONSE });
};

/** Answers of chips that stand open or open by other means only. */
const NO_BAC: ReadonlySet<number> = new Set([
  STATUS.accessDenied,
  STATUS.conditionsNotSatisfied,
  STATUS.functionNotSupported,
  STATUS.wrongParameters,
  STATUS.keyNotFound,
  STATUS.unknownInstruction,
  STATUS.unknownClass,
]);

const getChallenge = async (exchange: Exchange): Promise<Uint8Array | undefined> => {
  const { data, status } = await exchange({
    cla: 0x00,
    ins: INSTRUCTION.getChallenge,
    p1: 0x00,
    p2: 0x00,
    le: CHALLENGE_BYTES,
  });
  if (NO_BAC.has(status)) return undefined;
  if (status !== STATUS.ok) throw keyRefusal('GET CHALLENGE', status);
  if (data.length !== CHALLENGE_BYTES) {
    throw new FaultError('card-unreadable', `a challenge of ${data.length} bytes`);
  }
  return data;
};

const protect = (keys: AccessKeys, content: Uint8Array): Uint8Array => {
  const cryptogram = tripleDesCbcEncrypt(keys.encryption, ZERO_IV, content);
  return concatBytes(cryptogram, retailMac(keys.mac, pad(cryptogram, BLOCK_BYTES)));
};

const unprotect = (keys: AccessKeys, token: Uint8Array): Uint8Array | undefined => {
  if (token.length !== CRYPTOGRAM_BYTES + CHECKSUM_BYTES) return undefined;
  const cryptogram = token.subarray(0, CRYPTOGRAM_BYTES);
  const checksum = retailMac(keys.mac, pad(cryptogram, BLOCK_BYTES));
  if (!equalOctets(checksum, token.subarray(CRYPTOGRAM_BYTES))) return undefined;
  return tripleDesCbcDecrypt(keys.encryption, ZERO_IV, cryptogram);
};

/** The chip's challenge first, then ours (9303-11, 4.3.1, step 4). */
const answersTo = (answer: Uint8Array, chipChallenge: Uint8Array, ours: Uint8Array): boolean =>
  equalOctets(answer.subarray(0, 2 * CHALLENGE_BYTES), concatBytes(chipChallenge, ours));

/** The counter starts with the last halves of both challenges (9303-11, 9.8.6.3). */
const sessionKeys = (
  seed: Uint8Array,
  chipChallenge: Uint8Array,
  challenge: Uint8Array,
): SessionKeys => ({
  cipher: '3DES',
  ...accessKeys(seed),
  sendSequenceCounter: concatBytes(chipChallenge.subarray(4), challenge.subarray(4)),
});
