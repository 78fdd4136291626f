import { asFaultError, FaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type CardSlot, type PresentCard } from '../../contract/chip-card.ts';
import { type ChipReadingChoice } from '../../contract/chip-reading.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type ChipCardReaderDriver, type DriverContext } from '../../contract/driver.ts';
import { TIMED_OUT, within } from '../../core/deadline.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { type ApduTrace, type ReadDocument } from '../../emrtd/reading/document-reading.ts';
import { type ReadSizes } from '../../emrtd/reading/read-sizes.ts';
import { type TrustAnchors } from '../../emrtd/trust/trust-anchors.ts';
import { type CardReadingParts, readCard, type ReadCard } from './card-reading.ts';
import { createOfferedKeys, nameOfKey } from './offered-keys.ts';
import { keepTrust } from './trust-keeper.ts';

export interface ChipCardReaderOptions {
  readonly driver: DriverName;
  readonly slot: CardSlot;
  readonly choice: ChipReadingChoice;
  readonly readDocument: ReadDocument;
  readonly random: RandomBytes;
  /** What a chip is judged by. @throws FaultError where the configured folder cannot be used */
  readonly loadTrust: () => Promise<TrustAnchors>;
  /** The picture in a DG2 as a small JPEG; undefined where there is none. */
  readonly portraitOf: (dg2: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** A portrait that takes longer is not waited for: the visit goes on without it. */
const PORTRAIT_MS = 30_000;
/** Steps of the bar on the screen: finer ones nobody sees. */
const PROGRESS_STEP = 0.05;

/** Reads who the holder is from every card that comes to the slot. */
export const createChipCardReader = (
  options: ChipCardReaderOptions,
  context: DriverContext,
): ChipCardReaderDriver => {
  const { deviceId, clock, emit, log } = context;
  const report = createStatusReporter(context, 'chip-card-reader', options.driver);
  const trust = keepTrust(options.loadTrust, context);
  const keys = createOfferedKeys();
  const readSizes: ReadSizes = new Map();
  let slotOpen = false;
  let slotFault: FaultCode | undefined;
  /** The card that lies there now; an answer about any other comes too late. */
  let present: { readonly away: AbortController; reading: boolean } | undefined;
  let alreadyReported = context.cardReported;

  const inserted = (card: PresentCard): void => {
    const here = { away: new AbortController(), reading: !alreadyReported };
    present = here;
    if (!alreadyReported) void read(card, here);
    alreadyReported = false;
  };

  const read = async (card: PresentCard, here: NonNullable<typeof present>): Promise<void> => {
    const { signal } = here.away;
    emit({ type: 'card-inserted', deviceId });
    try {
      const done = await readWithKeys(card, signal);
      if (signal.aborted) return;
      here.reading = false;
      emit({ type: 'card-read', deviceId, claim: done.claim });
      if (options.choice.portrait) await tellPortrait(done, signal);
    } catch (thrown) {
      if (signal.aborted) return;
      here.reading = false;
      const { code, message } = asFaultError(thrown);
      log({ level: 'warn', event: 'card-not-read', deviceId, code, detail: message });
      emit({ type: 'card-failed', deviceId, code });
    }
  };

  /** Asks for other keys as long as those there are do not open the chip. */
  const readWithKeys = async (card: PresentCard, signal: AbortSignal): Promise<ReadCard> => {
    const refused = new Set<string>();
    const parts = readingParts(signal, await trustNow());
    for (;;) {
      const candidates = keys.current().filter(key => !refused.has(nameOfKey(key)));
      const read = await unlessRefused(readCard(parts, card, candidates, signal));
      if (read !== undefined) return read;
      // Somebody else's keys say nothing against a chip that stands open.
      const first = refused.size === 0 && candidates.length > 0;
      const open = first ? await unlessRefused(readCard(parts, card, [], signal)) : undefined;
      if (open !== undefined) return open;
      for (const key of candidates) refused.add(nameOfKey(key));
      while (keys.current().every(key => refused.has(nameOfKey(key)))) {
        const reason = refused.size === 0 ? 'none-offered' : 'refused';
        emit({ type: 'card-key-wanted', deviceId, reason });
        await keys.next(signal);
      }
    }
  };

  const readingParts = (signal: AbortSignal, anchors: TrustAnchors): CardReadingParts => {
    let told = 0;
    return {
      ...options,
      readSizes,
      clock,
      trust: anchors,
      onApdu: entry => log({ level: 'info', event: 'card-apdu', deviceId, detail: line(entry) }),
      onProgress: share => {
        if (signal.aborted || (share < told + PROGRESS_STEP && share < 1) || share <= told) return;
        told = share;
        emit({ type: 'card-progress', deviceId, share });
      },
    };
  };

  const tellPortrait = async (done: ReadCard, signal: AbortSignal): Promise<void> => {
    const failed = (code: FaultCode, detail: string): void => {
      if (!signal.aborted)
        log({ level: 'warn', event: 'portrait-not-read', deviceId, code, detail });
    };
    try {
      const jpeg = await within(clock, PORTRAIT_MS, readPortrait(done));
      if (jpeg === TIMED_OUT) failed('card-too-slow', 'portrait');
      else if (jpeg === undefined) failed('card-unreadable', 'no portrait on the chip');
      else if (!signal.aborted) emit({ type: 'card-portrait', deviceId, jpeg });
    } catch (thrown) {
      const { code, message } = asFaultError(thrown);
      failed(code, message);
      if (code === 'card-not-authentic' && !signal.aborted) takeBack(done);
    }
  };

  /** The portrait is read after the verdict, and is not the one that was signed: the card is forged. */
  const takeBack = ({ claim }: ReadCard): void => {
    const { authenticityReasons: before = [] } = claim;
    const authenticityReasons = [...new Set([...before, 'digest-mismatch' as const])];
    const forged: IdentityClaim = { ...claim, authenticity: 'invalid', authenticityReasons };
    emit({ type: 'card-read', deviceId, claim: forged });
  };

  const readPortrait = async (done: ReadCard): Promise<string | undefined> => {
    const dg2 = await done.readPortraitFile();
    const jpeg = dg2 && (await options.portraitOf(dg2));
    return jpeg && Buffer.from(jpeg).toString('base64');
  };

  const removed = (): void => {
    if (present === undefined) return;
    const { away, reading } = present;
    present = undefined;
    alreadyReported = false;
    away.abort(new FaultError('card-removed'));
    if (reading) emit({ type: 'card-failed', deviceId, code: 'card-removed' });
    emit({ type: 'card-removed', deviceId });
  };

  const tellCondition = (): void => {
    const unproven = trust.fault();
    if (slotFault !== undefined) report({ state: 'unavailable', fault: slotFault });
    else if (unproven !== undefined) report({ state: 'degraded', fault: unproven });
    else report({ state: 'ready' });
  };

  const trustNow = async (): Promise<TrustAnchors> => {
    const anchors = await trust.now();
    if (slotOpen) tellCondition();
    return anchors;
  };

  return {
    kind: 'chip-card-reader',
    start: async () => {
      await trustNow();
      await options.slot.open({
        inserted,
        removed,
        condition: fault => {
          slotOpen = true;
          slotFault = fault;
          tellCondition();
        },
      });
    },
    stop: async () => {
      present?.away.abort(new FaultError('device-absent', 'the driver was stopped'));
      present = undefined;
      keys.forget();
      await options.slot.close();
    },
    offerKeys: keys.offer,
    forgetKeys: keys.forget,
  };
};

/** Undefined where the chip wants another key. */
const unlessRefused = async (reading: Promise<ReadCard>): Promise<ReadCard | undefined> => {
  try {
    return await reading;
  } catch (thrown) {
    if (asFaultError(thrown).code === 'card-key-refused') return undefined;
    throw thrown;
  }
};

/** A command in the log: what was asked and how it ended, never what was said. */
const line = ({ header, dataBytes, le, responseBytes, status }: ApduTrace): string =>
  `${header} Lc ${dataBytes} Le ${le} -> ${status.toString(16)} ${responseBytes} bytes`;
