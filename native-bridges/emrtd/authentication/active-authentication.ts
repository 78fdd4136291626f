import { type Exchange, INSTRUCTION, type Response, STATUS } from '../apdu.ts';
import { HASH_NAMES, type HashName } from '../cryptography/digests.ts';
import { type EcdsaFormat, verifyEcdsa } from '../cryptography/ecdsa.ts';
import { verifyWithRecovery } from '../cryptography/iso9796-2.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { modulusBytes } from '../cryptography/rsa.ts';
import { type SecurityInfo } from '../security-infos.ts';
import { type ActiveAuthenticationKey, parseDataGroup15 } from './active-authentication-key.ts';

export type ActiveAuthenticationOutcome = 'proven' | 'wrong' | 'unsupported';

/** Bytes of RND.IFD (ICAO 9303-11, 6.1.2.1). */
const CHALLENGE_BYTES = 8;

/**
 * Active authentication (ICAO 9303-11, 6.1) with the key of EF.DG15. `wrong`: the chip refuses to
 * sign our challenge, or signs with another key; `unsupported`: there is no key this reader knows,
 * or the signature does not come through. It counts only where passive authentication has shown that
 * EF.DG15 is the issuer's.
 */
export const performActiveAuthentication = async (
  exchange: Exchange,
  dataGroup15: Uint8Array,
  infos: readonly SecurityInfo[],
  random: RandomBytes,
): Promise<ActiveAuthenticationOutcome> => {
  const key = parseDataGroup15(dataGroup15);
  if (key === undefined) return 'unsupported';
  const challenge = random(CHALLENGE_BYTES);
  const { status, data } = await internalAuthenticate(exchange, key, challenge);
  if (isAboutLength(status) || isFailure(status)) return 'unsupported';
  if (status !== STATUS.ok) return 'wrong';
  return verifyActiveAuthentication(key, infos, challenge, data) ? 'proven' : 'wrong';
};

/** Whether `signature` is one of `challenge` with the key of EF.DG15. */
export const verifyActiveAuthentication = (
  key: ActiveAuthenticationKey,
  infos: readonly SecurityInfo[],
  challenge: Uint8Array,
  signature: Uint8Array,
): boolean => {
  if (key.kind === 'RSA') return verifyWithRecovery(key.key, signature, challenge);
  const { curve, publicPoint } = key;
  return hashesToTry(infos).some(hash =>
    formatsToTry(signature, curve.orderBytes).some(format =>
      verifyEcdsa({ curve, publicPoint, hash, message: challenge, signature, format }),
    ),
  );
};

/**
 * A response under secure messaging does not fit a short one for signatures longer than this (6.1.4,
 * note); the plain maximum is asked for first even then, since chips chain what does not fit.
 */
const internalAuthenticate = async (
  exchange: Exchange,
  key: ActiveAuthenticationKey,
  data: Uint8Array,
): Promise<Response> => {
  const command = { cla: 0x00, ins: INSTRUCTION.internalAuthenticate, p1: 0x00, p2: 0x00, data };
  const response = await exchange({ ...command, le: 256 });
  const long = key.kind === 'RSA' && modulusBytes(key.key) >= LONGEST_SHORT_SIGNATURE;
  const cut = response.status === STATUS.ok && response.data.length === 0;
  if (!long || !(cut || isAboutLength(response.status))) return response;
  return exchange({ ...command, le: 65_536 });
};

const LONGEST_SHORT_SIGNATURE = 224;

/** Wrong length, or more data than fits (ISO/IEC 7816-4, table 6). */
const isAboutLength = (status: number): boolean =>
  status === STATUS.wrongLength || status >> 8 === 0x6c || status >> 8 === 0x61;

/** The chip could not work, which says nothing about the key (ISO/IEC 7816-4, table 6). */
const isFailure = (status: number): boolean =>
  status >> 8 === 0x64 || status >> 8 === 0x65 || status === STATUS.undefinedFailure;

/** ecdsa-plain-SHA… (BSI TR-03111, 5.2.1) and ecdsa-with-SHA… (RFC 5758, 3.2). */
const HASH_OF_ALGORITHM: Readonly<Record<string, HashName>> = {
  '0.4.0.127.0.7.1.1.4.1.1': 'SHA-1',
  '0.4.0.127.0.7.1.1.4.1.2': 'SHA-224',
  '0.4.0.127.0.7.1.1.4.1.3': 'SHA-256',
  '0.4.0.127.0.7.1.1.4.1.4': 'SHA-384',
  '0.4.0.127.0.7.1.1.4.1.5': 'SHA-512',
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10045.4.3.1': 'SHA-224',
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
};

/** What EF.DG14 says first; chips that say nothing, or something else than they do, are common. */
const hashesToTry = (infos: readonly SecurityInfo[]): readonly HashName[] => {
  const info = infos.find(candidate => candidate.kind === 'active-authentication');
  const said = info === undefined ? undefined : HASH_OF_ALGORITHM[info.signatureAlgorithm];
  return said === undefined ? HASH_NAMES : [said, ...HASH_NAMES.filter(name => name !== said)];
};

/** Plain by the standard (6.1.2.3), DER by some chips; a length both can have is tried as both. */
const formatsToTry = (signature: Uint8Array, orderBytes: number): readonly EcdsaFormat[] => {
  if (signature.length === 2 * orderBytes) return ['plain', 'der'];
  return signature[0] === 0x30 ? ['der', 'plain'] : ['plain'];
};
