import { FaultError } from '../../core/contract/errors.ts';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import {
  exchangeOver,
  readBinary,
  selectApplication,
  selectFile,
  STATUS,
  type Response,
  type Transmit,
} from './apdu.ts';
import { readTlvHeader } from './ber-tlv.ts';
import { ELEMENTARY_FILES, EMRTD_APPLICATION } from './elementary-files.ts';

/**
 * Bytes asked for at once: what also fits a short response under secure messaging with 3DES
 * (ICAO 9303-11, 9.8), so that the size stays the same behind access control.
 */
const CHUNK = 223;
/** READ BINARY with an even instruction code reaches this far. */
const REACH = 0x8000;
/** Tag and length of every data group fit in this many bytes. */
const HEADER_BYTES = 6;

/** The eMRTD application of a card, opened. */
export interface CardSession {
  /** Undefined where the chip has no such file. */
  readFile(file: ElementaryFileName): Promise<Uint8Array | undefined>;
}

/**
 * Reads files of the eMRTD application over `transmit`, which may add secure messaging of its own.
 * Faults of `transmit` are passed on as they are.
 */
export const openCardSession = (transmit: Transmit): CardSession => {
  let selected = false;

  const exchange = exchangeOver(transmit);

  const select = async (file: ElementaryFileName): Promise<boolean> => {
    if (!selected) {
      expect(await exchange(selectApplication(EMRTD_APPLICATION)), 'application');
      selected = true;
    }
    const response = await exchange(selectFile(ELEMENTARY_FILES[file].fid));
    if (response.status === STATUS.notFound) return false;
    expect(response, file);
    return true;
  };

  const readAt = async (offset: number, length: number, file: string): Promise<Uint8Array> => {
    const response = await exchange(readBinary(offset, length));
    expect(response, file, STATUS.endOfFile);
    return response.data;
  };

  const readFile = async (file: ElementaryFileName): Promise<Uint8Array | undefined> => {
    if (!(await select(file))) return undefined;
    const head = await readAt(0, HEADER_BYTES, file);
    const header = readTlvHeader(head);
    if (header === undefined) throw new FaultError('card-unreadable', `${file} has no length`);
    const total = header.size + header.length;
    if (total > REACH) throw new FaultError('card-unreadable', `${file} claims ${total} bytes`);
    const bytes = new Uint8Array(total);
    bytes.set(head.subarray(0, total));
    for (let at = Math.min(head.length, total); at < total; ) {
      const part = await readAt(at, Math.min(CHUNK, total - at), file);
      if (part.length === 0) throw new FaultError('card-unreadable', `${file} ends early`);
      bytes.set(part.subarray(0, total - at), at);
      at += part.length;
    }
    return bytes;
  };

  return { readFile };
};

const expect = (response: Response, what: string, ...alsoGood: number[]): void => {
  if (response.status === STATUS.ok || alsoGood.includes(response.status)) return;
  throw new FaultError('card-unreadable', `${what}: status ${response.status.toString(16)}`);
};
