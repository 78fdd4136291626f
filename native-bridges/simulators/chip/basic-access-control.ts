import { concatBytes } from '@noble/hashes/utils.js';
import { digest } from '../../emrtd/cryptography/digests.ts';
import { equalOctets, xorOctets } from '../../emrtd/cryptography/octet-strings.ts';
import { pad } from '../../emrtd/cryptography/padding.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { deriveKey } from '../../emrtd/cryptography/session-cipher.ts';
import {
  retailMac,
  tripleDesCbcDecrypt,
  tripleDesCbcEncrypt,
} from '../../emrtd/cryptography/triple-des.ts';
import { answer, SW, type Answer } from './answer.ts';
import { createChipSession, type ChipSession } from './chip-session.ts';
import { type CommandApdu } from './command-apdu.ts';

const CHALLENGE_BYTES = 8;
const CRYPTOGRAM_BYTES = 32;
const ZERO = new Uint8Array(8);

interface BasicAccessControl {
  getChallenge(command: CommandApdu): Answer;
  /** The session where the terminal knew the key, else what is answered. */
  externalAuthenticate(command: CommandApdu): {
    readonly answer: Answer;
    readonly session?: ChipSession;
  };
  /** Forgets the challenge. */
  reset(): void;
}

/**
 * The chip's end of basic access control (ICAO 9303-11, 4.3). `mrzInformation` is document number,
 * birth date and expiry date, each with its check digit, as printed.
 */
export const createBasicAccessControl = (
  mrzInformation: string,
  random: RandomBytes,
): BasicAccessControl => {
  // 4.3.2: the seed is the first 16 bytes of the digest.
  const seed = digest('SHA-1', new TextEncoder().encode(mrzInformation)).subarray(0, 16);
  const encryption = deriveKey(seed, 1, '3DES');
  const mac = deriveKey(seed, 2, '3DES');
  let challenge: Uint8Array | undefined;

  const protect = (plain: Uint8Array): Uint8Array => {
    const cryptogram = tripleDesCbcEncrypt(encryption, ZERO, plain);
    return concatBytes(cryptogram, retailMac(mac, pad(cryptogram, 8)));
  };

  const getChallenge = ({ expected }: CommandApdu): Answer => {
    if (expected < CHALLENGE_BYTES) return answer(SW.wrongLength);
    challenge = random(CHALLENGE_BYTES);
    return answer(SW.ok, challenge);
  };

  const externalAuthenticate: BasicAccessControl['externalAuthenticate'] = ({ data }) => {
    const own = challenge;
    challenge = undefined;
    if (own === undefined) return { answer: answer(SW.conditionsNotSatisfied) };
    if (data.length !== CRYPTOGRAM_BYTES + 8) return { answer: answer(SW.wrongLength) };
    const cryptogram = data.subarray(0, CRYPTOGRAM_BYTES);
    const plain = tripleDesCbcDecrypt(encryption, ZERO, cryptogram);
    const terminal = plain.subarray(0, 8);
    const proven =
      equalOctets(retailMac(mac, pad(cryptogram, 8)), data.subarray(CRYPTOGRAM_BYTES)) &&
      equalOctets(plain.subarray(8, 16), own);
    if (!proven) return { answer: answer(SW.notAuthenticated) };
    const keying = random(16);
    const shared = xorOctets(plain.subarray(16), keying);
    return {
      answer: answer(SW.ok, protect(concatBytes(own, terminal, keying))),
      // 9.8.6.1: the counter starts with the low halves of both challenges.
      session: createChipSession(
        '3DES',
        { encryption: deriveKey(shared, 1, '3DES'), mac: deriveKey(shared, 2, '3DES') },
        concatBytes(own.subarray(4), terminal.subarray(4)),
      ),
    };
  };

  return { getChallenge, externalAuthenticate, reset: () => (challenge = undefined) };
};
