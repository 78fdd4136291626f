import { asFaultError, type FaultError } from '../../../core/contract/errors.ts';
import { readBinaryOf, STATUS } from '../apdu.ts';
import {
  performActiveAuthentication,
  type ActiveAuthenticationOutcome,
} from '../authentication/active-authentication.ts';
import { performChipAuthentication } from '../authentication/chip-authentication.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { ELEMENTARY_FILES } from '../elementary-files.ts';
import { verifyChipMapping, type ChipMappingProof } from '../pace/chip-authentication-mapping.ts';
import { parseSecurityInfos, type SecurityInfo } from '../security-infos.ts';
import { parseSignedData } from '../trust/signed-data.ts';
import { authenticateSigner } from '../trust/signer-authentication.ts';
import { type TrustAnchors } from '../trust/trust-anchors.ts';
import { type ChipSession } from './chip-session.ts';
import { type ChipEvidence } from './verdict.ts';

/** id-SecurityObject of EF.CardSecurity (ICAO 9303-11, 9.2.11). */
const CARD_SECURITY_CONTENT = '0.4.0.127.0.7.3.2.1';

/** What chip authentication mapping proves, by the signed keys of EF.CardSecurity. */
export const chipMappingEvidence = (
  proof: ChipMappingProof,
  cardSecurity: Uint8Array,
  trust: TrustAnchors,
  at: number,
): ChipEvidence => {
  const signed = parseSignedData(cardSecurity);
  if (signed?.contentType !== CARD_SECURITY_CONTENT) return 'none';
  if (authenticateSigner(signed, trust, at, 'documents').reasons.length > 0) return 'none';
  const outcome = verifyChipMapping(proof, parseSecurityInfos(signed.content));
  return outcome === 'unsupported' ? 'none' : outcome;
};

/** Agrees new keys with the key of EF.DG14; what follows in the session shows who has them. */
export const beginChipAuthentication = async (
  session: ChipSession,
  infos: readonly SecurityInfo[],
  random: RandomBytes,
): Promise<boolean> => {
  const keys = await twice(session, () =>
    performChipAuthentication(session.exchange, infos, random),
  );
  if (keys === undefined) return false;
  session.rekey(keys);
  return true;
};

/**
 * Whether the chip has the key of EF.DG14. A first wrong response may be the line's doing, a second
 * one is the chip's.
 */
export const settleChipAuthentication = async (
  session: ChipSession,
  infos: readonly SecurityInfo[],
  random: RandomBytes,
): Promise<ChipEvidence> => {
  let refuted = 0;
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    if (session.rekeyed() === 'unconfirmed') await confirmKeys(session);
    const state = session.rekeyed();
    if (state === 'confirmed') return 'proven';
    if (state === 'refuted') refuted += 1;
    if (attempt === 1 && !(await beginChipAuthentication(session, infos, random))) return 'none';
  }
  return refuted === 2 ? 'wrong' : 'none';
};

const HEADER_BYTES = 6;

/** Any command serves: the response is under the new keys or it is not. */
const confirmKeys = async (session: ChipSession): Promise<void> => {
  const { sfi } = ELEMENTARY_FILES.DG14;
  try {
    const { status } = await session.exchange(readBinaryOf(sfi, HEADER_BYTES));
    if (status !== STATUS.ok && session.rekeyed() !== 'confirmed') await session.reopen();
  } catch (thrown) {
    rethrowUnlessUnreadable(thrown);
    await session.reopen();
  }
};

/** Active authentication with the key of EF.DG15; a wrong answer is asked for a second time. */
export const activeEvidence = async (
  session: ChipSession,
  dg15: Uint8Array,
  infos: readonly SecurityInfo[],
  random: RandomBytes,
): Promise<ChipEvidence> => {
  const ask = (): Promise<ActiveAuthenticationOutcome | undefined> =>
    twice(session, () => performActiveAuthentication(session.exchange, dg15, infos, random));
  const first = await ask();
  const outcome = first === 'wrong' ? await ask() : first;
  return outcome === undefined || outcome === 'unsupported' ? 'none' : outcome;
};

/** What fails on the line is done once more in a new session; undefined where it fails again. */
const twice = async <T>(
  session: ChipSession,
  task: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  try {
    return await task();
  } catch (thrown) {
    rethrowUnlessUnreadable(thrown);
  }
  await session.reopen();
  try {
    return await task();
  } catch (thrown) {
    rethrowUnlessUnreadable(thrown);
    await session.reopen();
    return undefined;
  }
};

const rethrowUnlessUnreadable = (thrown: unknown): void => {
  const fault: FaultError = asFaultError(thrown);
  if (fault.code !== 'card-unreadable') throw fault;
};
