import { concatBytes } from '@noble/hashes/utils.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '../../../core/contract/errors.ts';
import { type VirtualChipProfile } from '../../contract/virtual-chip-profile.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { answer, SW, type Answer } from './answer.ts';
import { answerToReset } from './answer-to-reset.ts';
import { createChipProtocols, INS } from './chip-protocols.ts';
import { createFileSystem } from './chip-files.ts';
import { type ChipSession } from './chip-session.ts';
import { decodeCommand, type CommandApdu } from './command-apdu.ts';
import { personalise, type PersonalisedChip } from './personalisation/personalise.ts';
import { createSeededRandom } from './seeded-random.ts';

export interface VirtualChip {
  /**
   * Answers one command APDU.
   * @throws FaultError `card-removed` from the command on that the profile takes the card away at,
   * `card-unreadable` where the chip never answers.
   */
  transmit(command: Uint8Array): Promise<Uint8Array>;
  readonly atr: Uint8Array;
  /** Power off and on: keys, selection and the counting of commands begin again. */
  reset(): void;
  /** What the issuer wrote, and what opens it. */
  readonly personalised: PersonalisedChip;
}

interface VirtualChipOptions {
  /** How the chip takes its time, in milliseconds; absent: real time. */
  readonly pause?: (ms: number) => Promise<void>;
  /** What `personalise` made of the same profile, where it was done before: it takes a while. */
  readonly personalised?: PersonalisedChip;
  /** Nonces and ephemeral keys; absent: they follow from the profile's seed. */
  readonly random?: RandomBytes;
}

const CLASS_SECURED = 0x0c;
/** Class bits that are neither secure messaging nor chaining must be zero: one logical channel. */
const CLASS_UNKNOWN = 0xe3;

/** The chip of a card, personalised from `profile`: ISO/IEC 7816-4 and ICAO 9303-11, chip side. */
export const createVirtualChip = (
  profile: VirtualChipProfile,
  options: VirtualChipOptions = {},
): VirtualChip => {
  const {
    pause = (ms: number) => sleep(ms),
    personalised = personalise(profile),
    random = createSeededRandom(`chip ${profile.seed ?? profile.id}`),
  } = options;
  const { faults, link } = profile;
  let session: ChipSession | undefined;
  let commands = 0;
  const files = createFileSystem(personalised.directories, () => session !== undefined);

  const protocols = createChipProtocols(profile, personalised, random);

  const forgetKeys = (): void => {
    session = undefined;
    protocols.reset();
  };

  const perform = (command: CommandApdu, room: number): Answer => {
    switch (command.ins) {
      case INS.select: {
        const refused = faults.masterFileUnknown && namesMasterFile(command);
        return refused ? answer(SW.unknownInstruction) : files.select(command);
      }
      case INS.readBinary: {
        return files.readBinary(command, room);
      }
      case INS.readBinaryObject: {
        return files.readBinaryObject(command, room);
      }
      default: {
        const { answer: answered, session: opened } = protocols.perform(command, {
          inApplication: files.inApplication(),
          secured: session !== undefined,
          room,
        });
        return opened === undefined ? answered : { ...answered, then: () => (session = opened) };
      }
    }
  };

  /** Bytes of response data that may be sent back. */
  const roomFor = ({ extended }: CommandApdu): number => (extended ? link.maxResponse - 2 : 256);

  const performSecured = (command: CommandApdu): Answer => {
    const used = session;
    if (used === undefined) return answer(SW.securedObjectsWrong);
    const opened = used.open(command);
    if (typeof opened === 'string') {
      forgetKeys();
      const missing = opened === 'objects-missing';
      return answer(missing ? SW.securedObjectsMissing : SW.securedObjectsWrong);
    }
    const inner = perform(opened, used.plainRoom(roomFor(command)));
    return { ...inner, status: inner.status, data: used.seal(command, inner) };
  };

  const process = (bytes: Uint8Array): Answer => {
    const command = decodeCommand(bytes);
    if (command === undefined) return answer(SW.wrongLength);
    if (command.extended && !link.extendedLength) return answer(SW.wrongLength);
    if ((command.cla & CLASS_UNKNOWN) !== 0) return answer(SW.unknownClass);
    if ((command.cla & CLASS_SECURED) !== 0) return performSecured(command);
    // 9.8.8: a plain command ends secure messaging, and what it had opened.
    if (session !== undefined) forgetKeys();
    return perform(command, roomFor(command));
  };

  const transmit = async (bytes: Uint8Array): Promise<Uint8Array> => {
    commands += 1;
    const at = commands;
    if (faults.silent) throw new FaultError('card-unreadable', 'the chip does not answer');
    if (faults.removeAt !== undefined && at >= faults.removeAt) {
      throw new FaultError('card-removed', 'the card was taken away');
    }
    const { data, status, then, delayMs = 0 } = process(bytes);
    then?.();
    const slow = delayMs + faults.delayMs;
    if (slow > 0) await pause(slow);
    const wrong = faults.statuses.find(fault => fault.at === at);
    if (wrong !== undefined) return statusBytes(Number.parseInt(wrong.status, 16));
    const response = concatBytes(data, statusBytes(status));
    for (const flip of faults.flips) if (flip.at === at) turnOver(response, flip.bit);
    return response;
  };

  return {
    transmit,
    atr: answerToReset(link),
    personalised,
    reset: () => {
      commands = 0;
      forgetKeys();
      files.reset();
    },
  };
};

/** SELECT of 3F00, said or meant (ISO/IEC 7816-4, table 63). */
const namesMasterFile = ({ p1, data }: CommandApdu): boolean =>
  p1 === 0 && (data.length === 0 || (data[0] === 0x3f && data[1] === 0x00));

const statusBytes = (word: number): Uint8Array => Uint8Array.of(word >> 8, word & 0xff);

/** Turns one bit over; a bit behind the response counts from its beginning again. */
const turnOver = (response: Uint8Array, bit: number): void => {
  const at = (bit >> 3) % response.length;
  response[at] = (response[at] ?? 0) ^ (0x80 >> (bit & 7));
};
