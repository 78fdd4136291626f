import { FaultError } from '../../../core/contract/errors.ts';
import { type CardAccessKey } from '../../../core/contract/device.ts';
import { performBac } from '../access/basic-access-control.ts';
import { type MrzAccessKey } from '../access/mrz-key.ts';
import { selectMasterFile, STATUS, type Exchange } from '../apdu.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { choosePace } from '../pace/choose-protocol.ts';
import { parseSecurityInfos, type SecurityInfo } from '../security-infos.ts';
import {
  createChipSession,
  openByPace,
  selectEmrtd,
  type ChipSession,
  type Opened,
  type Opening,
} from './chip-session.ts';
import { type FileAccess, type FileReader } from './file-reader.ts';

export interface OpenChipOptions {
  /** The line to a chip that was just powered up, or left by an earlier reading. */
  readonly plain: Exchange;
  readonly keys: readonly CardAccessKey[];
  readonly random: RandomBytes;
  readonly reader: FileReader;
}

/** Faults that say something about one way to open a chip, and leave the others. */
type Refusal = 'card-key-refused' | 'card-blocked';

/**
 * Opens a chip (ICAO 9303-11, 4.2): by PACE where EF.CardAccess offers it, else by BAC; without keys,
 * or where the chip has neither, it is taken as it stands.
 * @throws FaultError `card-key-refused` where none of the keys is the chip's, `card-blocked`.
 */
export const openChip = async (options: OpenChipOptions): Promise<ChipSession> => {
  const { plain, keys, random } = options;
  const sessionOf = (opening: Opening, opened: Opened): ChipSession =>
    createChipSession(plain, opening, opened, random);

  const refused: { by?: Refusal } = {};
  const failIfRefused = (): void => {
    if (refused.by !== undefined) throw new FaultError(refused.by, 'no key opens the chip');
  };
  /** Tries the keys one after the other; undefined where none fits or the chip cannot do that. */
  const tryKeys = async <Key extends CardAccessKey>(
    candidates: readonly Candidate<Key>[],
    open: (candidate: Candidate<Key>) => Promise<ChipSession | undefined>,
  ): Promise<ChipSession | undefined> => {
    for (const candidate of candidates) {
      try {
        return await open(candidate);
      } catch (thrown) {
        const code = refusalIn(thrown);
        if (code === undefined) throw thrown;
        if (refused.by !== 'card-blocked') refused.by = code;
      }
    }
    return undefined;
  };

  const candidates: readonly Candidate[] = keys.map((key, keyIndex) => ({ key, keyIndex }));
  const byPace = async (infos: readonly SecurityInfo[]): Promise<ChipSession | undefined> => {
    if (choosePace(infos) === undefined) return undefined;
    return tryKeys(candidates, async ({ key, keyIndex }) => {
      const opened = await openByPace(plain, infos, key, random);
      return sessionOf({ by: 'PACE', key, keyIndex, infos }, opened);
    }).catch(unlessUnreadable);
  };

  const byBac = (): Promise<ChipSession | undefined> =>
    tryKeys(candidates.filter(isMrz), async ({ key, keyIndex }) => {
      const session = await performBac(plain, key, random);
      return session && sessionOf({ by: 'BAC', key, keyIndex }, { access: 'BAC', keys: session });
    });

  const hasKeys = keys.length > 0;
  const paced = hasKeys ? await byPace(await cardAccess(options, 'at-once')) : undefined;
  if (paced !== undefined) return paced;
  failIfRefused();
  const entered = await selectEmrtd(plain);
  const opened = hasKeys && entered ? await byBac() : undefined;
  if (opened !== undefined) return opened;
  failIfRefused();
  // Neither: the chip stands open, or hides EF.CardAccess from who has not selected its directory.
  const late = hasKeys ? await byPace(await cardAccess(options, 'thorough')) : undefined;
  if (late !== undefined) return late;
  failIfRefused();
  if (!(await selectEmrtd(plain))) throw new FaultError('card-key-refused', 'application denied');
  return sessionOf({ by: 'none' }, { access: 'none', keys: undefined });
};

interface Candidate<Key extends CardAccessKey = CardAccessKey> {
  readonly key: Key;
  readonly keyIndex: number;
}

const isMrz = (candidate: Candidate): candidate is Candidate<MrzAccessKey> =>
  candidate.key.kind === 'mrz';

const refusalIn = (thrown: unknown): Refusal | undefined => {
  const code = thrown instanceof FaultError ? thrown.code : undefined;
  return code === 'card-key-refused' || code === 'card-blocked' ? code : undefined;
};

/** A chip that offers PACE and then does not do it may still do BAC. */
const unlessUnreadable = (thrown: unknown): undefined => {
  if (thrown instanceof FaultError && thrown.code === 'card-unreadable') return undefined;
  throw thrown;
};

/**
 * What EF.CardAccess offers; nothing where there is none. After power-up its directory is the current
 * one; chips that answer 6D00 or 6A82 to selecting it offer nothing either.
 */
const cardAccess = async (
  { plain, reader }: OpenChipOptions,
  effort: 'at-once' | 'thorough',
): Promise<readonly SecurityInfo[]> => {
  const thorough = effort === 'thorough';
  if (thorough && (await plain(selectMasterFile())).status !== STATUS.ok) return [];
  const outcome = await reader
    .read(plainAccess(plain), 'CardAccess', { thorough })
    .catch(unlessUnreadable);
  return outcome?.kind === 'read' ? parseSecurityInfos(outcome.bytes) : [];
};

/** Files before access control: there is nothing to open again. */
export const plainAccess = (plain: Exchange): FileAccess => ({
  exchange: plain,
  blockBytes: () => undefined,
  reopen: () => Promise.resolve(),
});
