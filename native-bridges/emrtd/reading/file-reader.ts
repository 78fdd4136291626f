import { concatBytes } from '@noble/hashes/utils.js';
import { asFaultError, FaultError } from '../../../core/contract/errors.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import {
  INSTRUCTION,
  readBinary,
  readBinaryOf,
  selectFile,
  STATUS,
  type Command,
  type Exchange,
  type Response,
} from '../apdu.ts';
import { encodeTlv, parseTlv, readTlvHeader } from '../ber-tlv.ts';
import { ELEMENTARY_FILES } from '../elementary-files.ts';
import { type CardCapabilities } from './card-capabilities.ts';
import { plainBytesIn, type ReadLimit } from './read-sizes.ts';

/** Where files are read: before access control, or in the session it opened. */
export interface FileAccess {
  readonly exchange: Exchange;
  /** Block size of the cipher in use; undefined without secure messaging. */
  blockBytes(): number | undefined;
  /** Sets everything up again after the line failed or the chip left the session. */
  reopen(): Promise<void>;
}

export type FileOutcome =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  /** The chip has no such file, or gives it to nobody who came this way. */
  | { readonly kind: 'missing' | 'denied' };

export interface ReadFileOptions {
  /** Called with what is there and how much it will be. */
  readonly onBytes?: (done: number, total: number) => void;
  /** False: what does not come at the first attempt is not there. */
  readonly thorough?: boolean;
}

export interface FileReader {
  /** @throws FaultError `card-unreadable` and those of the exchange. */
  read(
    access: FileAccess,
    name: ElementaryFileName,
    options?: ReadFileOptions,
  ): Promise<FileOutcome>;
}

/** READ BINARY with an even instruction code reaches this far. */
const REACH = 0x8000;
/** A chip card holds less; a longer claim is damage. */
const MAX_FILE_BYTES = 0x40000;
/** Enough for tag and length of every file. */
const HEADER_BYTES = 6;
/** Whoever sends less at a time, and not the end, sends nothing worth waiting for. */
const LEAST_PART = 32;
/** One failure is a hand that moved, a second one at the same size is the size. */
const FAILURES_PER_SIZE = 2;
const MAX_FAILURES = 10;

/** The chip has left secure messaging and says so. */
const SESSION_LOST: ReadonlySet<number> = new Set([
  STATUS.secureMessagingMissing,
  STATUS.secureMessagingWrong,
]);
/** Chips that do not know short identifiers, or not in READ BINARY. */
const NO_SHORT_IDENTIFIER: ReadonlySet<number> = new Set([
  STATUS.functionNotSupported,
  STATUS.wrongParameters,
  STATUS.outsideFile,
  STATUS.wrongData,
  STATUS.conditionsNotSatisfied,
  STATUS.unknownInstruction,
  STATUS.unknownClass,
  0x6986,
]);

const isGood = (status: number): boolean => status === STATUS.ok || status === STATUS.endOfFile;
const isAboutLength = (status: number): boolean =>
  status === STATUS.wrongLength || status >> 8 === 0x6c || status === STATUS.undefinedFailure;

/** Reads files of one card; what it learns of chip and reader with one file it uses for the next. */
export const createFileReader = (
  limit: ReadLimit,
  capabilities?: Pick<CardCapabilities, 'shortIdentifiers'>,
): FileReader => {
  /** Undefined until one was understood, where the chip says nothing about it. */
  let shortIdentifiers = capabilities?.shortIdentifiers;
  /** True for chips that refuse to be asked for more than a file has. */
  let exactOnly = false;
  /** The most the chip sent where it was asked for all it can. */
  let chipMost = Number.POSITIVE_INFINITY;
  let failures = 0;
  let failuresAtSize = 0;

  const read: FileReader['read'] = async (access, name, options = {}) => {
    const { fid, sfi, tag } = ELEMENTARY_FILES[name];
    let selected = false;

    /** Sends what `command` says at that moment, again where the line failed meanwhile. */
    const send = async (command: () => Command, needsSelection = true): Promise<Response> => {
      let fault: FaultError;
      for (;;) {
        try {
          const selection = needsSelection ? await select() : undefined;
          const response = selection ?? (await access.exchange(command()));
          if (!SESSION_LOST.has(response.status)) return response;
          fault = new FaultError('card-unreadable', `${name}: the session was lost`);
        } catch (thrown) {
          fault = asFaultError(thrown);
        }
        await recover(fault);
      }
    };

    /** Undefined once the file is the current one, else why it is not. */
    const select = async (): Promise<Response | undefined> => {
      if (selected) return undefined;
      const response = await access.exchange(selectFile(fid));
      selected = response.status === STATUS.ok;
      return selected ? undefined : response;
    };

    const recover = async (fault: FaultError): Promise<void> => {
      failures += 1;
      failuresAtSize += 1;
      const isFinal = options.thorough === false || failures > MAX_FAILURES;
      if (fault.code !== 'card-unreadable' || isFinal) throw fault;
      if (failuresAtSize >= FAILURES_PER_SIZE) {
        if (!limit.shrink('line')) throw fault;
        failuresAtSize = 0;
      }
      selected = false;
      await access.reopen();
    };

    const size = (): number =>
      Math.min(plainBytesIn(limit.current(), access.blockBytes()), chipMost);

    const good = (response: Response): Uint8Array => {
      if (!isGood(response.status)) {
        throw new FaultError('card-unreadable', `${name}: status ${response.status.toString(16)}`);
      }
      limit.worked();
      failuresAtSize = 0;
      return response.data;
    };

    /** The beginning of the file by its short identifier, else after a SELECT. */
    const head = async (): Promise<Response> => {
      const most = (): number => (exactOnly ? HEADER_BYTES : size());
      if (shortIdentifiers !== false) {
        const named = await send(() => readBinaryOf(sfi, most()), false);
        const unknown =
          NO_SHORT_IDENTIFIER.has(named.status) ||
          (named.status === STATUS.notFound && shortIdentifiers === undefined);
        if (!unknown || options.thorough === false) {
          shortIdentifiers ||= isGood(named.status) || undefined;
          selected = isGood(named.status);
          return named;
        }
        const response = await send(() => readBinary(0, most()));
        if (response.status !== STATUS.notFound) shortIdentifiers = false;
        return response;
      }
      return send(() => readBinary(0, most()));
    };

    const headAtAnySize = async (): Promise<Response> => {
      for (;;) {
        const response = await head();
        if (!isAboutLength(response.status)) return response;
        if (!exactOnly) exactOnly = true;
        else if (!limit.shrink('status')) return response;
      }
    };

    const part = async (offset: number, left: number): Promise<Uint8Array> => {
      for (;;) {
        const response = await send(() => partCommand(offset, left, size()));
        if (isAboutLength(response.status) && limit.shrink('status')) {
          // The size was too large, not the question whether the file has so many bytes.
          exactOnly = false;
          continue;
        }
        const data = good(response);
        return offset < REACH ? data : discretionaryData(data);
      }
    };

    const beginning = await headAtAnySize();
    if (beginning.status === STATUS.notFound) return { kind: 'missing' };
    if (beginning.status === STATUS.accessDenied) return { kind: 'denied' };
    const parts = [good(beginning)];
    let done = parts[0]?.length ?? 0;
    const header = readTlvHeader(parts[0] ?? new Uint8Array());
    const total = tag === undefined ? done : header && header.size + header.length;
    if (total === undefined || (tag !== undefined && header?.tag !== tag)) {
      throw new FaultError('card-unreadable', `${name} does not begin as it should`);
    }
    if (total > MAX_FILE_BYTES) {
      throw new FaultError('card-unreadable', `${name} claims ${total} bytes`);
    }
    options.onBytes?.(Math.min(done, total), total);
    // Shorter than asked for and shorter than the file: that is what fits the chip's buffer.
    if (!exactOnly && done < total && done > 0) chipMost = Math.min(chipMost, done);
    while (done < total) {
      const next = await part(done, total - done);
      if (next.length < Math.min(LEAST_PART, total - done)) {
        throw new FaultError('card-unreadable', `${name} ends early`);
      }
      parts.push(next);
      done += next.length;
      options.onBytes?.(Math.min(done, total), total);
    }
    return { kind: 'read', bytes: concatBytes(...parts).subarray(0, total) };
  };

  return { read };
};

const TAG_OFFSET = 0x54;
const TAG_DISCRETIONARY = 0x53;
/** Tag and length of DO '53' around the data. */
const DISCRETIONARY_HEADER = 4;

/** From 32,768 on the offset is a data object, and so is the answer (ISO/IEC 7816-4, 11.3.3). */
const partCommand = (offset: number, left: number, size: number): Command => {
  if (offset < REACH) return readBinary(offset, Math.min(left, size));
  const bytes = [offset >> 16, (offset >> 8) & 0xff, offset & 0xff];
  return {
    cla: 0x00,
    ins: INSTRUCTION.readBinaryOdd,
    p1: 0x00,
    p2: 0x00,
    data: encodeTlv(TAG_OFFSET, Uint8Array.from(offset > 0xffff ? bytes : bytes.slice(1))),
    le: Math.min(left + DISCRETIONARY_HEADER, size),
  };
};

const discretionaryData = (answer: Uint8Array): Uint8Array => {
  const object = parseTlv(answer).objects.find(({ tag }) => tag === TAG_DISCRETIONARY);
  if (object === undefined) throw new FaultError('card-unreadable', 'data without their object');
  return object.value;
};
