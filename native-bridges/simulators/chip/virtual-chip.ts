import { FaultError } from '../../../core/contract/errors.ts';
import { type ChipCondition, type SyntheticCard } from '../../contract/synthetic-card.ts';
import { STATUS, type Transmit } from '../../emrtd/apdu.ts';
import { ELEMENTARY_FILES, EMRTD_APPLICATION } from '../../emrtd/elementary-files.ts';
import { encodeDg13 } from './dg13-encoder.ts';
import { encodeSecurityObject } from './security-object-encoder.ts';

/** A card that loses contact answers this many commands: it fails inside the first long file. */
const COMMANDS_BEFORE_LOSS = 3;
/** Bytes of a file that can still be read where the memory is bad. */
const READABLE_BYTES = 16;

/**
 * The chip of a card: the part of ISO/IEC 7816-4 an eMRTD uses for reading, over real file bytes.
 * Access control is off.
 */
export const createVirtualChip = (card: SyntheticCard): Transmit => {
  const condition = card.chip ?? 'readable';
  const files = filesOf(card, condition);
  let applicationSelected = false;
  let current: Uint8Array | undefined;
  let commands = 0;

  const select = (command: Uint8Array): Uint8Array => {
    const [, , p1] = command;
    const data = command.subarray(5, 5 + (command[4] ?? 0));
    if (p1 === 0x04) {
      applicationSelected = Buffer.compare(data, EMRTD_APPLICATION) === 0;
      return status(applicationSelected ? STATUS.ok : STATUS.notFound);
    }
    const fid = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    current = applicationSelected ? files.get(fid) : undefined;
    return status(current === undefined ? STATUS.notFound : STATUS.ok);
  };

  const read = (command: Uint8Array): Uint8Array => {
    if (current === undefined) return status(STATUS.accessDenied);
    const offset = (((command[2] ?? 0) & 0x7f) << 8) | (command[3] ?? 0);
    if (offset > current.length) return status(STATUS.outsideFile);
    if (condition === 'unreadable' && offset >= READABLE_BYTES) return status(STATUS.memoryFailure);
    const asked = command[4] === 0 ? 256 : (command[4] ?? 0);
    const readable = condition === 'unreadable' ? READABLE_BYTES : current.length;
    const data = current.subarray(offset, Math.min(offset + asked, readable));
    return Buffer.concat([data, status(data.length < asked ? STATUS.endOfFile : STATUS.ok)]);
  };

  return command => {
    commands += 1;
    if (condition === 'silent') {
      return Promise.reject(new FaultError('card-unreadable', 'the chip does not answer'));
    }
    if (condition === 'loses-contact' && commands > COMMANDS_BEFORE_LOSS) {
      return Promise.reject(new FaultError('card-removed', 'the chip lost contact'));
    }
    if (command.length < 5) return Promise.resolve(status(STATUS.wrongLength));
    if (command[1] === 0xa4) return Promise.resolve(select(command));
    if (command[1] === 0xb0) return Promise.resolve(read(command));
    return Promise.resolve(status(STATUS.unknownInstruction));
  };
};

const filesOf = (card: SyntheticCard, condition: ChipCondition): Map<number, Uint8Array> => {
  const genuine = encodeDg13(card);
  const dg13 = DG13_ON_CHIP[condition]?.(card, genuine) ?? genuine;
  const sod = encodeSecurityObject(new Map([[13, genuine]]));
  return new Map([
    [ELEMENTARY_FILES.DG13.fid, dg13],
    [ELEMENTARY_FILES.SOD.fid, sod],
  ]);
};

/** Where the file on the chip is not the one that was signed. */
const DG13_ON_CHIP: Partial<
  Record<ChipCondition, (card: SyntheticCard, genuine: Uint8Array) => Uint8Array>
> = {
  'not-authentic': card => encodeDg13({ ...card, residence: 'Địa chỉ đã bị sửa' }),
  garbled: (_card, genuine) =>
    genuine.map((byte, at) => (at < 4 ? byte : (byte * 73 + at * 41) & 0xff)),
};

const status = (word: number): Uint8Array => Uint8Array.of(word >> 8, word & 0xff);
