import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv, parseTlv } from '../../emrtd/ber-tlv.ts';
import { equalOctets, octetsToInteger } from '../../emrtd/cryptography/octet-strings.ts';
import { answer, SW, type Answer } from './answer.ts';
import { type CommandApdu } from './command-apdu.ts';

/** An elementary file and who may have it. */
export interface ChipFile {
  readonly fid: number;
  /** 0 where it cannot be named by a short identifier. */
  readonly shortId: number;
  readonly content: Uint8Array;
  readonly access: 'always' | 'with-key' | 'never';
  /** From this offset on the memory fails. */
  readonly failsFrom?: number;
}

export interface ChipDirectories {
  /** Files of the master file: EF.CardAccess, EF.ATR/INFO… */
  readonly master: readonly ChipFile[];
  /** Files of the eMRTD application. */
  readonly application: readonly ChipFile[];
}

/** A000000247 1001, the eMRTD application (ICAO 9303-10, 3.3). */
export const APPLICATION_IDENTIFIER = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);
const MASTER_FILE = 0x3f00;
/** File identifier (83) or name (84) of a directory (ISO/IEC 7816-4, table 10). */
const DIRECTORY_PARAMETERS: Readonly<Record<keyof ChipDirectories, Uint8Array>> = {
  master: encodeTlv(0x83, Uint8Array.of(MASTER_FILE >> 8, MASTER_FILE & 0xff)),
  application: encodeTlv(0x84, APPLICATION_IDENTIFIER),
};
/** P2 of SELECT, bits 4 and 3 (ISO/IEC 7816-4, table 64). */
const RESPONSE = { mask: 0x0c, control: 0x00, parameters: 0x04, none: 0x0c };
const DO = { discretionary: 0x53, offset: 0x54, parameters: 0x62, control: 0x6f };

interface FileSystem {
  select(command: CommandApdu): Answer;
  /** `room`: the most bytes a response can carry. */
  readBinary(command: CommandApdu, room: number): Answer;
  /** READ BINARY with an odd instruction: the offset is a data object, and so is the answer. */
  readBinaryObject(command: CommandApdu, room: number): Answer;
  readonly inApplication: () => boolean;
  reset(): void;
}

/** SELECT and READ BINARY of ISO/IEC 7816-4, 11.2.2 and 11.3.3, over the files of a chip card. */
export const createFileSystem = (
  directories: ChipDirectories,
  allowed: () => boolean,
): FileSystem => {
  let directory: keyof ChipDirectories = 'master';
  let current: ChipFile | undefined;

  const refusal = (file: ChipFile | undefined): Answer | undefined => {
    if (file === undefined) return answer(SW.fileNotFound);
    const free = file.access === 'always' || (file.access === 'with-key' && allowed());
    return free ? undefined : answer(SW.securityStatusNotSatisfied);
  };

  const enter = (next: keyof ChipDirectories, p2: number): Answer => {
    directory = next;
    current = undefined;
    return selected(p2, DIRECTORY_PARAMETERS[next]);
  };

  const selectFile = (fid: number, p2: number): Answer => {
    const file = directories[directory].find(each => each.fid === fid);
    const refused = refusal(file);
    if (refused !== undefined) return refused;
    current = file;
    return selected(p2, parametersOf(file));
  };

  const select: FileSystem['select'] = ({ p1, p2, data }) => {
    const fid = data.length === 2 ? Number(octetsToInteger(data)) : undefined;
    switch (p1) {
      case 0x00: {
        if (data.length === 0 || fid === MASTER_FILE) return enter('master', p2);
        return fid === undefined ? answer(SW.wrongData) : selectFile(fid, p2);
      }
      case 0x02: {
        return fid === undefined ? answer(SW.wrongData) : selectFile(fid, p2);
      }
      case 0x04: {
        if (equalOctets(data, APPLICATION_IDENTIFIER)) return enter('application', p2);
        return answer(SW.fileNotFound);
      }
      default: {
        return answer(SW.wrongParameters);
      }
    }
  };

  /** Makes the file of a short identifier the current one; 0 keeps the one there is. */
  const choose = (shortId: number): Answer | undefined => {
    if (shortId === 0) return current === undefined ? answer(SW.noCurrentFile) : refusal(current);
    const file = directories[directory].find(each => each.shortId === shortId);
    const refused = refusal(file);
    if (refused === undefined) current = file;
    return refused;
  };

  const readBinary: FileSystem['readBinary'] = ({ p1, p2, expected }, room) => {
    const byShortId = (p1 & 0x80) !== 0;
    if (byShortId && (p1 & 0x60) !== 0) return answer(SW.wrongParameters);
    const refused = choose(byShortId ? p1 & 0x1f : 0);
    if (refused !== undefined || current === undefined) return refused ?? answer(SW.noCurrentFile);
    return part(current, byShortId ? p2 : (p1 << 8) | p2, lengthOf(expected, room));
  };

  const readBinaryObject: FileSystem['readBinaryObject'] = ({ p1, p2, data, expected }, room) => {
    if (p1 !== 0 || p2 > 0x1f) return answer(SW.wrongParameters);
    const [object] = parseTlv(data).objects;
    if (object?.tag !== DO.offset || object.value.length > 4) return answer(SW.wrongData);
    const refused = choose(p2);
    if (refused !== undefined || current === undefined) return refused ?? answer(SW.noCurrentFile);
    const most = Math.min(expected, room);
    const header = objectHeaderBytes(most);
    const offset = Number(octetsToInteger(object.value));
    const read = part(current, offset, { ...lengthOf(expected, room), most: most - header });
    return read.data.length === 0
      ? read
      : { ...read, data: encodeTlv(DO.discretionary, read.data) };
  };

  return {
    select,
    readBinary,
    readBinaryObject,
    inApplication: () => directory === 'application',
    reset: () => {
      directory = 'master';
      current = undefined;
    },
  };
};

interface WantedLength {
  readonly most: number;
  /** Le was the maximum: as many bytes as there are and fit. */
  readonly open: boolean;
  /** Asked for more than can be answered. */
  readonly tooMuch: boolean;
}

const lengthOf = (expected: number, room: number): WantedLength => {
  const open = expected === 256 || expected === 65_536;
  return { most: Math.min(expected, room), open, tooMuch: expected > room && !open };
};

const part = (file: ChipFile, offset: number, length: WantedLength): Answer => {
  const { content, failsFrom = content.length } = file;
  if (length.most <= 0 || length.tooMuch) return answer(SW.wrongLength);
  if (offset >= content.length) return answer(SW.outsideFile);
  if (offset >= failsFrom) return answer(SW.memoryFailure);
  const data = content.subarray(offset, Math.min(offset + length.most, failsFrom));
  const short = data.length < length.most && !length.open;
  return answer(short ? SW.endOfFile : SW.ok, data);
};

/** Tag and length of DO'53' around what fits `length` bytes with them. */
const objectHeaderBytes = (length: number): number =>
  length <= 0x7f + 2 ? 2 : length <= 0xff + 3 ? 3 : 4;

const selected = (p2: number, parameters: Uint8Array): Answer => {
  switch (p2 & RESPONSE.mask) {
    case RESPONSE.none: {
      return answer(SW.ok);
    }
    case RESPONSE.control: {
      return answer(SW.ok, encodeTlv(DO.control, parameters));
    }
    case RESPONSE.parameters: {
      return answer(SW.ok, encodeTlv(DO.parameters, parameters));
    }
    default: {
      return answer(SW.wrongParameters);
    }
  }
};

/** Size and identifier of a file (ISO/IEC 7816-4, table 10). */
const parametersOf = (file: ChipFile | undefined): Uint8Array => {
  if (file === undefined) return new Uint8Array();
  const { fid, content } = file;
  return concatBytes(
    encodeTlv(0x80, Uint8Array.of(content.length >> 8, content.length & 0xff)),
    encodeTlv(0x83, Uint8Array.of(fid >> 8, fid & 0xff)),
  );
};
