import { concatBytes } from '@noble/hashes/utils.js';
import { FaultError } from '../../core/contract/errors.ts';
import { type ReaderTraits } from '../contract/chip-card.ts';

/** Sends one command APDU and returns the response with its status word. */
export type Transmit = (command: Uint8Array) => Promise<Uint8Array>;

/** A command of ISO/IEC 7816-4 before it is put into bytes. */
export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** At most 65,535 bytes; more than 255 make the command an extended one. */
  readonly data?: Uint8Array;
  /** Most bytes of response data: 256 is the maximum of the short form, 65,536 of the extended. */
  readonly le?: number;
}

export interface Response {
  readonly data: Uint8Array;
  /** SW1 and SW2 as one number; 0 where the response had none. */
  readonly status: number;
}

/** One command and its response: the plain and the secured channel to a chip alike. */
export type Exchange = (command: Command) => Promise<Response>;

/** Status words of ISO/IEC 7816-4, table 6. */
export const STATUS = {
  ok: 0x9000,
  /** End of file reached before reading Le bytes: the data are good. */
  endOfFile: 0x6282,
  verificationFailed: 0x6300,
  memoryFailure: 0x6581,
  wrongLength: 0x6700,
  accessDenied: 0x6982,
  authenticationBlocked: 0x6983,
  referenceDataUnusable: 0x6984,
  conditionsNotSatisfied: 0x6985,
  secureMessagingMissing: 0x6987,
  secureMessagingWrong: 0x6988,
  wrongData: 0x6a80,
  functionNotSupported: 0x6a81,
  notFound: 0x6a82,
  wrongParameters: 0x6a86,
  keyNotFound: 0x6a88,
  outsideFile: 0x6b00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
  /** The chip says no more than that it failed. */
  undefinedFailure: 0x6f00,
} as const;

export const INSTRUCTION = {
  manageSecurityEnvironment: 0x22,
  externalAuthenticate: 0x82,
  getChallenge: 0x84,
  generalAuthenticate: 0x86,
  internalAuthenticate: 0x88,
  select: 0xa4,
  readBinary: 0xb0,
  readBinaryOdd: 0xb1,
  getResponse: 0xc0,
} as const;

export const SHORT_DATA = 255;
export const SHORT_RESPONSE = 256;
const EXTENDED_DATA = 65_535;
const EXTENDED_RESPONSE = 65_536;

/** True where the command does not fit the short form (ISO/IEC 7816-4, 5.1). */
export const isExtended = ({ data, le = 0 }: Command): boolean =>
  (data?.length ?? 0) > SHORT_DATA || le > SHORT_RESPONSE;

/**
 * The bytes of a command, in the short form where it fits.
 * @throws RangeError for more data or response than the extended form can say.
 */
export const encodeCommand = (command: Command): Uint8Array => {
  const { cla, ins, p1, p2, data = new Uint8Array(), le = 0 } = command;
  if (data.length > EXTENDED_DATA || le > EXTENDED_RESPONSE) {
    throw new RangeError(`no command has ${data.length} bytes of data and expects ${le}`);
  }
  const header = Uint8Array.of(cla, ins, p1, p2);
  if (!isExtended(command)) {
    const lc = data.length === 0 ? [] : [data.length];
    return concatBytes(header, Uint8Array.from(lc), data, Uint8Array.from(le ? [le & 0xff] : []));
  }
  const lc = data.length === 0 ? [] : [0, data.length >> 8, data.length & 0xff];
  const expected = [(le >> 8) & 0xff, le & 0xff];
  // Without data the extended form is told by a zero byte before Le.
  const tail = le === 0 ? [] : data.length === 0 ? [0, ...expected] : expected;
  return concatBytes(header, Uint8Array.from(lc), data, Uint8Array.from(tail));
};

/** What `encodeCommand` wrote; undefined for bytes that are no command. */
export const decodeCommand = (bytes: Uint8Array): Command | undefined => {
  const [cla, ins, p1, p2, lead, second = 0, third = 0] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) {
    return undefined;
  }
  const header = { cla, ins, p1, p2 };
  if (lead === undefined) return header;
  if (bytes.length === 5) return { ...header, le: lead || SHORT_RESPONSE };
  if (lead !== 0) {
    const end = 5 + lead;
    const data = bytes.subarray(5, end);
    if (bytes.length === end) return { ...header, data };
    if (bytes.length !== end + 1) return undefined;
    return { ...header, data, le: bytes[end] || SHORT_RESPONSE };
  }
  const length = second * 256 + third;
  if (bytes.length === 7) return { ...header, le: length || EXTENDED_RESPONSE };
  const end = 7 + length;
  if (length === 0 || (bytes.length !== end && bytes.length !== end + 2)) return undefined;
  const data = bytes.subarray(7, end);
  if (bytes.length === end) return { ...header, data };
  return { ...header, data, le: bigEndian(bytes.subarray(end)) || EXTENDED_RESPONSE };
};

const bigEndian = (bytes: Uint8Array): number =>
  bytes.reduce((value, byte) => value * 256 + byte, 0);

export const splitResponse = (response: Uint8Array): Response => {
  const end = response.length - 2;
  if (end < 0) return { data: new Uint8Array(), status: 0 };
  return { data: response.subarray(0, end), status: bigEndian(response.subarray(end)) };
};

/** SELECT by application identifier, no response data asked for. */
export const selectApplication = (identifier: Uint8Array): Command => ({
  cla: 0x00,
  ins: INSTRUCTION.select,
  p1: 0x04,
  p2: 0x0c,
  data: identifier,
});

/** SELECT an elementary file under the current directory, no response data asked for. */
export const selectFile = (fid: number): Command => ({
  cla: 0x00,
  ins: INSTRUCTION.select,
  p1: 0x02,
  p2: 0x0c,
  data: Uint8Array.of(fid >> 8, fid & 0xff),
});

/** SELECT the master file (ICAO 9303-10, 3.6.2). */
export const selectMasterFile = (): Command => ({
  cla: 0x00,
  ins: INSTRUCTION.select,
  p1: 0x00,
  p2: 0x0c,
  data: Uint8Array.of(0x3f, 0x00),
});

/** READ BINARY of the current file; `offset` below 32,768. */
export const readBinary = (offset: number, le: number): Command => ({
  cla: 0x00,
  ins: INSTRUCTION.readBinary,
  p1: (offset >> 8) & 0x7f,
  p2: offset & 0xff,
  le,
});

/** READ BINARY from the start of the file with that short identifier, which becomes the current one. */
export const readBinaryOf = (sfi: number, le: number): Command => ({
  cla: 0x00,
  ins: INSTRUCTION.readBinary,
  p1: 0x80 | sfi,
  p2: 0,
  le,
});

/** A chip that goes on promising more data is cut off: so many parts make the longest response. */
const MOST_PARTS = EXTENDED_RESPONSE / SHORT_RESPONSE;

/**
 * Commands and responses over bytes. Fetches what a chip under T=0 holds back (61xx) and repeats a
 * command whose Le it corrects (6Cxx; ISO/IEC 7816-4, 5.1.5 and 7816-3, 10).
 * @throws FaultError `card-unreadable` for an extended command where the reader cannot pass it on,
 * and for a response without status; those of `transmit` as they are.
 */
export const exchangeOver = (
  transmit: Transmit,
  traits?: Pick<ReaderTraits, 'extendedLength'>,
): Exchange => {
  const once = async (command: Command): Promise<Response> => {
    if (traits?.extendedLength === false && isExtended(command)) {
      throw new FaultError('card-unreadable', 'the reader passes on no extended command');
    }
    const response = splitResponse(await transmit(encodeCommand(command)));
    if (response.status === 0) throw new FaultError('card-unreadable', 'response without status');
    return response;
  };

  return async command => {
    let response = await once(command);
    if (response.status >> 8 === 0x6c) {
      response = await once({ ...command, le: response.status & 0xff || SHORT_RESPONSE });
    }
    let { data } = response;
    for (let part = 0; response.status >> 8 === 0x61 && part < MOST_PARTS; part += 1) {
      const le = response.status & 0xff || SHORT_RESPONSE;
      const channel = command.cla & 0x03;
      response = await once({ cla: channel, ins: INSTRUCTION.getResponse, p1: 0, p2: 0, le });
      if (response.data.length === 0) break;
      data = concatBytes(data, response.data);
    }
    return { data, status: response.status };
  };
};
