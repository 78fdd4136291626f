import { type CardAccessKey } from '../../../core/contract/device.ts';
import { asFaultError, FaultError } from '../../../core/contract/errors.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type PresentCard } from '../../contract/chip-card.ts';
import { type ChipReadingChoice } from '../../contract/chip-reading.ts';
import { TIMED_OUT, within } from '../../core/deadline.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { claimFromFiles } from '../../emrtd/files/chip-claim.ts';
import {
  type ApduTrace,
  type DocumentReading,
  type ReadDocument,
} from '../../emrtd/reading/document-reading.ts';
import { type ReadSizes } from '../../emrtd/reading/read-sizes.ts';
import { type TrustAnchors } from '../../emrtd/trust/trust-anchors.ts';

/** What reading one card takes besides the card and its keys. */
export interface CardReadingParts {
  readonly choice: ChipReadingChoice;
  readonly readDocument: ReadDocument;
  readonly random: RandomBytes;
  readonly readSizes: ReadSizes;
  readonly trust: TrustAnchors;
  readonly clock: Clock;
  readonly onProgress: (share: number) => void;
  readonly onApdu: (entry: ApduTrace) => void;
}

export interface ReadCard {
  readonly claim: IdentityClaim;
  /** @throws FaultError; undefined where the chip has no portrait. */
  readPortraitFile(): Promise<Uint8Array | undefined>;
}

/** A chip read slowly takes about three seconds; after this the patient is better told. */
const READING_MS = 15_000;
/** A card is often laid down at an angle: one more try before it is called unreadable. */
const ATTEMPTS = 2;

/**
 * Reads who the holder is.
 * @throws FaultError `card-key-refused` where none of the keys opens the chip, `card-blocked`,
 * `card-removed`, `card-too-slow` where the chip answers but not in time, else `card-unreadable`.
 */
export const readCard = async (
  parts: CardReadingParts,
  card: PresentCard,
  keys: readonly CardAccessKey[],
  signal: AbortSignal,
): Promise<ReadCard> => {
  const deadline = new AbortController();
  let answers = 0;
  const counted: PresentCard = {
    ...card,
    transmit: async command => {
      const response = await card.transmit(command);
      answers += 1;
      return response;
    },
  };
  const read = await within(
    parts.clock,
    READING_MS,
    readRepeatedly(parts, counted, keys, AbortSignal.any([signal, deadline.signal])),
  );
  if (read !== TIMED_OUT) return read;
  const fault =
    answers > 0
      ? new FaultError('card-too-slow', `${answers} answers in ${READING_MS} ms`)
      : new FaultError('card-unreadable', 'the chip does not answer');
  deadline.abort(fault);
  throw fault;
};

const readRepeatedly = async (
  parts: CardReadingParts,
  card: PresentCard,
  keys: readonly CardAccessKey[],
  signal: AbortSignal,
): Promise<ReadCard> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readOnce(parts, card, keys, signal);
    } catch (thrown) {
      const { code } = asFaultError(thrown);
      if (code !== 'card-unreadable' || signal.aborted || attempt === ATTEMPTS) throw thrown;
    }
  }
};

const readOnce = async (
  parts: CardReadingParts,
  card: PresentCard,
  keys: readonly CardAccessKey[],
  signal: AbortSignal,
): Promise<ReadCard> => {
  const { choice, clock, readDocument, random, readSizes, onProgress } = parts;
  const reading = await readDocument({
    card,
    keys,
    files: choice.groups,
    random,
    trust: parts.trust,
    today: clock.now(),
    readSizes,
    signal,
    onProgress,
    ...(choice.apduTrace ? { trace: parts.onApdu } : {}),
  });
  return { claim: claimOf(reading), readPortraitFile: () => reading.readLater('DG2') };
};

const claimOf = ({ files, verdict }: DocumentReading): IdentityClaim => {
  const claim = claimFromFiles(files, verdict.authenticity);
  if (claim === undefined) throw new FaultError('card-unreadable', 'the chip names nobody');
  return { ...claim, authenticityReasons: [...verdict.reasons] };
};
