import { type ActiveAuthenticationProfile } from '../../contract/virtual-chip-profile.ts';
import { signEcdsa } from '../../emrtd/cryptography/ecdsa.ts';
import { curveNamed } from '../../emrtd/cryptography/elliptic-curves.ts';
import { recoverableBytes, signWithRecovery } from '../../emrtd/cryptography/iso9796-2.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { type RsaPrivateKey } from '../../emrtd/cryptography/rsa.ts';
import { answer, SW, type Answer } from './answer.ts';
import { type CommandApdu } from './command-apdu.ts';

export type ActiveAuthenticationKey =
  | {
      readonly profile: Extract<ActiveAuthenticationProfile, { algorithm: 'RSA' }>;
      readonly key: RsaPrivateKey;
    }
  | {
      readonly profile: Extract<ActiveAuthenticationProfile, { algorithm: 'ECDSA' }>;
      readonly secret: bigint;
    };

const CHALLENGE_BYTES = 8;

/** INTERNAL AUTHENTICATE: signs the terminal's challenge (ICAO 9303-11, 6.1). */
export const internalAuthenticate = (
  signer: ActiveAuthenticationKey,
  { data, expected }: CommandApdu,
  random: RandomBytes,
  room: number,
): Answer => {
  if (data.length !== CHALLENGE_BYTES || expected === 0) return answer(SW.wrongLength);
  const signature = sign(signer, data, random);
  return signature.length > room ? answer(SW.wrongLength) : answer(SW.ok, signature);
};

const sign = (
  signer: ActiveAuthenticationKey,
  challenge: Uint8Array,
  random: RandomBytes,
): Uint8Array => {
  if ('key' in signer) {
    // 6.1.2.1: SHA-1 is meant by trailer BC, the others are named in the trailer.
    const { hash } = signer.profile;
    const trailer = hash === 'SHA-1' ? 'BC' : 'CC';
    const m1 = random(recoverableBytes(signer.key, hash, trailer));
    return signWithRecovery({ key: signer.key, hash, trailer, m1, m2: challenge });
  }
  const { curve, hash, format } = signer.profile;
  return signEcdsa({
    curve: curveNamed(curve),
    secret: signer.secret,
    hash,
    format,
    message: challenge,
  });
};
