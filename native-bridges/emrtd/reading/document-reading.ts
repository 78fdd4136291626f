import { type CardAccessKey } from '../../../core/contract/device.ts';
import { type ElementaryFileName, type PresentCard } from '../../contract/chip-card.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { type TrustAnchors } from '../trust/trust-anchors.ts';
import { type ReadSizes } from './read-sizes.ts';
import { type Verdict } from './verdict.ts';

/** How the chip was opened; `none` where it stood open. */
export type AccessProtocol = 'none' | 'BAC' | 'PACE-GM' | 'PACE-IM' | 'PACE-CAM';

/** One command and its response, without a byte of their data. */
export interface ApduTrace {
  /** CLA, INS, P1 and P2 in hex. */
  readonly header: string;
  readonly dataBytes: number;
  readonly le: number;
  readonly responseBytes: number;
  readonly status: number;
}

export interface ReadDocumentOptions {
  readonly card: PresentCard;
  /** Tried in this order; may be empty. */
  readonly keys: readonly CardAccessKey[];
  /** The files to read; no other data group is touched. */
  readonly files: readonly ElementaryFileName[];
  readonly random: RandomBytes;
  readonly trust: TrustAnchors;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly today: number;
  /** What earlier readings found out; is written to. */
  readonly readSizes: ReadSizes;
  /** Once aborted no further command is sent. */
  readonly signal?: AbortSignal;
  /** Share read so far, 0 to 1, never falling. */
  readonly onProgress?: (share: number) => void;
  readonly trace?: (entry: ApduTrace) => void;
}

export interface DocumentReading {
  readonly access: AccessProtocol;
  /** Index of the key that opened the chip. */
  readonly keyIndex?: number;
  /** The files that were asked for and are on the chip. */
  readonly files: ReadonlyMap<ElementaryFileName, Uint8Array>;
  readonly verdict: Verdict;
  /**
   * One more file over the same session, checked against EF.SOD where that was read; undefined
   * where the chip has none.
   * @throws FaultError as `readDocument`, and `card-not-authentic` where the digest differs.
   */
  readLater(file: ElementaryFileName): Promise<Uint8Array | undefined>;
}

/**
 * `readDocument`: opens a chip, reads the files asked for and judges them.
 * @throws FaultError `card-key-refused` where no key opens it (or none was given and it needs one),
 * `card-blocked`, `card-removed`, `card-unreadable`, `device-absent`, and what `signal` was aborted
 * with where that is a FaultError.
 */
export type ReadDocument = (options: ReadDocumentOptions) => Promise<DocumentReading>;
