import { FaultError } from '../../../core/contract/errors.ts';
import { type CardAccessKey } from '../../../core/contract/device.ts';
import { performBac } from '../access/basic-access-control.ts';
import {
  selectApplication,
  selectMasterFile,
  STATUS,
  type Exchange,
  type Response,
} from '../apdu.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { EMRTD_APPLICATION } from '../elementary-files.ts';
import { type ChipMappingProof } from '../pace/chip-authentication-mapping.ts';
import { performPace } from '../pace/perform-pace.ts';
import { openSecureChannel, type SecureChannel } from '../secure-messaging/secure-channel.ts';
import { type SessionKeys } from '../secure-messaging/session-keys.ts';
import { type SecurityInfo } from '../security-infos.ts';
import { type AccessProtocol } from './document-reading.ts';
import { type FileAccess } from './file-reader.ts';

/** How a chip was opened: enough to open it the same way once more. */
export type Opening =
  | { readonly by: 'none' }
  | {
      readonly by: 'BAC';
      readonly key: Extract<CardAccessKey, { kind: 'mrz' }>;
      readonly keyIndex: number;
    }
  | {
      readonly by: 'PACE';
      readonly key: CardAccessKey;
      readonly keyIndex: number;
      readonly infos: readonly SecurityInfo[];
    };

/** A chip that is open, however long the line holds. */
export interface ChipSession extends FileAccess {
  readonly access: AccessProtocol;
  readonly keyIndex: number | undefined;
  /** What PACE with chip authentication mapping said about the chip. */
  readonly chipProof: ChipMappingProof | undefined;
  /** After PACE the master file is still the current directory: EF.CardSecurity is there. */
  enterApplication(): Promise<void>;
  /** Goes on under the keys of chip authentication. */
  rekey(keys: SessionKeys): void;
  /** What became of the new keys: `refuted` where the chip does not have them. */
  rekeyed(): 'never' | 'unconfirmed' | 'confirmed' | 'refuted';
}

/** The keys and what came with them, agreed over a line that is plain again. */
export interface Opened {
  readonly access: AccessProtocol;
  readonly keys: SessionKeys | undefined;
  readonly chipProof?: ChipMappingProof | undefined;
}

/**
 * SELECT of the eMRTD application; false where the chip wants a key first.
 * @throws FaultError `card-unreadable` where there is no such application.
 */
export const selectEmrtd = async (exchange: Exchange): Promise<boolean> => {
  const { status }: Response = await exchange(selectApplication(EMRTD_APPLICATION));
  if (status === STATUS.accessDenied || status === STATUS.conditionsNotSatisfied) return false;
  if (status === STATUS.ok) return true;
  throw new FaultError('card-unreadable', `application: status ${status.toString(16)}`);
};

/** Opens the chip by PACE from the master file; see `performPace`. */
export const openByPace = async (
  plain: Exchange,
  infos: readonly SecurityInfo[],
  key: CardAccessKey,
  random: RandomBytes,
): Promise<Opened> => {
  const { keys, protocol, chipProof } = await performPace(plain, infos, key, random);
  return { access: `PACE-${protocol.mapping}`, keys, chipProof };
};

/** The session of a chip that was opened; `opening` says how to do it again. */
export const createChipSession = (
  plain: Exchange,
  opening: Opening,
  opened: Opened,
  random: RandomBytes,
): ChipSession => {
  const channelOf = (keys: SessionKeys | undefined): SecureChannel | undefined =>
    keys && openSecureChannel(plain, keys);

  let channel = channelOf(opened.keys);
  let inApplication = opening.by !== 'PACE';
  let rekeyed: 'never' | 'tried' | 'refuted' | 'confirmed' = 'never';

  const exchange: Exchange = async command => {
    const used = channel;
    const response = await (used?.exchange ?? plain)(command);
    if (rekeyed === 'tried' && used?.confirmed() === true) rekeyed = 'confirmed';
    return response;
  };

  const openAgain = async (): Promise<Opened> => {
    switch (opening.by) {
      case 'none': {
        await selectEmrtd(plain);
        return opened;
      }
      case 'BAC': {
        await selectEmrtd(plain);
        return { access: 'BAC', keys: await performBac(plain, opening.key, random) };
      }
      case 'PACE': {
        // Chips without a master file of their own refuse this and mean no harm by it.
        await plain(selectMasterFile());
        return openByPace(plain, opening.infos, opening.key, random);
      }
    }
  };

  const enterApplication = async (): Promise<void> => {
    if (!(await selectEmrtd(exchange)))
      throw new FaultError('card-unreadable', 'application denied');
    inApplication = true;
  };

  const reopen = async (): Promise<void> => {
    if (rekeyed === 'tried') rekeyed = channel?.broken() === true ? 'refuted' : 'never';
    const again = await openAgain().catch((thrown: unknown) => {
      throw asLostAgain(thrown);
    });
    channel = channelOf(again.keys);
    if (opening.by === 'PACE' && inApplication) await enterApplication();
  };

  return {
    access: opened.access,
    keyIndex: opening.by === 'none' ? undefined : opening.keyIndex,
    chipProof: opened.chipProof,
    exchange,
    blockBytes: () => channel?.blockBytes,
    reopen,
    enterApplication,
    rekey: keys => {
      channel = openSecureChannel(plain, keys);
      rekeyed = 'tried';
    },
    rekeyed: () => (rekeyed === 'tried' ? 'unconfirmed' : rekeyed),
  };
};

/** The key opened this chip before: that it does not now says something about the line. */
const asLostAgain = (thrown: unknown): unknown =>
  thrown instanceof FaultError && thrown.code === 'card-key-refused'
    ? new FaultError('card-unreadable', 'the chip does not open again', { cause: thrown })
    : thrown;
