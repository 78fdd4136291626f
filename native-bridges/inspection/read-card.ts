import { type CardAccessKey } from '../../core/contract/device.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type CardSlot, type ElementaryFileName, type PresentCard } from '../contract/chip-card.ts';
import { type AccessProtocol, type DocumentReading } from '../emrtd/reading/document-reading.ts';
import { readDocument } from '../emrtd/reading/read-document.ts';
import { type TrustAnchors } from '../emrtd/trust/trust-anchors.ts';
import { systemRandom } from '../process/system-random.ts';
import { type ChipFiles } from './dumped-files.ts';
import { inspectFiles, type Inspection } from './inspect-files.ts';
import { withLaidCard } from './laid-card.ts';

export interface ReadCardOptions {
  readonly slot: CardSlot;
  /** Tried in this order. */
  readonly keys: readonly CardAccessKey[];
  readonly groups: readonly ElementaryFileName[];
  readonly trust: TrustAnchors;
  /** Milliseconds for the card to come, and again for it to be read. */
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly today: number;
  readonly onWaiting: () => void;
  readonly onProgress: (share: number) => void;
}

export interface CardInspection extends Inspection {
  /** Model of the reader. */
  readonly reader: string;
  readonly access: AccessProtocol;
  /** Index of the key that opened the chip. */
  readonly keyIndex: number | undefined;
  /** The bytes themselves. */
  readonly content: ChipFiles;
}

/**
 * Waits for a card, reads it once and judges it.
 * @throws FaultError as `readDocument`; `device-absent` where there is no reader,
 * `not-possible-now` where no card came in time, `card-too-slow` where it was not read in time.
 */
export const readLaidCard = async (options: ReadCardOptions): Promise<CardInspection> => {
  const { slot, timeoutMs, onWaiting } = options;
  const timeout = new AbortController();
  const seconds = Math.round(timeoutMs / 1000);
  const endAfter = (fault: FaultError): NodeJS.Timeout =>
    setTimeout(() => timeout.abort(fault), timeoutMs);
  let timer = endAfter(new FaultError('not-possible-now', `no card within ${seconds} seconds`));
  try {
    return await withLaidCard({ slot, signal: timeout.signal, onWaiting }, (card, signal) => {
      clearTimeout(timer);
      timer = endAfter(new FaultError('card-too-slow', `not read within ${seconds} seconds`));
      return readTwice(options, card, signal);
    });
  } finally {
    clearTimeout(timer);
  }
};

/** A card is often laid down at an angle: one more try before it is called unreadable. */
const readTwice = async (
  options: ReadCardOptions,
  card: PresentCard,
  signal: AbortSignal,
): Promise<CardInspection> => {
  try {
    return await readOnce(options, card, signal);
  } catch (thrown) {
    if (asFaultError(thrown).code !== 'card-unreadable' || signal.aborted) throw thrown;
    return await readOnce(options, card, signal);
  }
};

const readOnce = async (
  { keys, groups, trust, today, onProgress }: ReadCardOptions,
  card: PresentCard,
  signal: AbortSignal,
): Promise<CardInspection> => {
  const reading: DocumentReading = await readDocument({
    card,
    keys,
    files: groups,
    random: systemRandom,
    trust,
    today,
    readSizes: new Map(),
    signal,
    onProgress,
  });
  const { access, keyIndex, files, verdict } = reading;
  return {
    ...inspectFiles(files, verdict),
    reader: card.reader.model,
    access,
    keyIndex,
    content: files,
  };
};
