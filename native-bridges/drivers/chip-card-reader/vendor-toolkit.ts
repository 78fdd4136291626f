import { type FaultCode } from '../../../core/contract/errors.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type ChipCardReaderDriver, type DriverContext } from '../../contract/driver.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { claimFromDg13, claimFromFiles } from '../../emrtd/files/chip-claim.ts';
import { type Dg13 } from '../../emrtd/files/dg13.ts';
import { verdictOf } from '../../emrtd/reading/verdict.ts';
import { passiveAuthentication } from '../../emrtd/trust/passive-authentication.ts';
import { type TrustAnchors } from '../../emrtd/trust/trust-anchors.ts';
import { keepTrust } from './trust-keeper.ts';
import { toolkitEventOf, type ToolkitEvent } from './vendor-toolkit-events.ts';

/** The line to the terminal's program, which is opened again by itself. */
export interface ToolkitLine {
  close(): void;
}

export interface ToolkitLineListener {
  connected(isConnected: boolean): void;
  /** A message of the channel `/event`, as it came. */
  message(message: unknown): void;
}

export interface VendorToolkitOptions {
  readonly driver: DriverName;
  readonly openLine: (listener: ToolkitLineListener) => ToolkitLine;
  readonly loadTrust: () => Promise<TrustAnchors>;
  readonly portrait: boolean;
  /** The picture in a DG2 as a small JPEG; undefined where there is none. */
  readonly portraitOf: (dg2: Uint8Array) => Promise<Uint8Array | undefined>;
  /** A picture file as a small JPEG; undefined where it is none. */
  readonly smallPicture: (file: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** The program answers within a second where it listens. */
const FIRST_CONTACT_MS = 2_000;
/** Reading text and picture takes a terminal three to eight seconds. */
const READING_MS = 20_000;
/** The signed files follow the text once the picture was read. */
const RAW_FILES_MS = 4_000;
/** A terminal never says that a card was taken away: by then it was. */
const LINGER_MS = 5_000;

type RawEvent = Extract<ToolkitEvent, { type: 'raw' }>;

interface CardHere {
  text?: Dg13;
  raw?: RawEvent;
  told: boolean;
  cancel: () => void;
}

/**
 * Reads cards through the program of an ID-card terminal, which opens and verifies the chip itself.
 * Where it hands out EF.SOD and the files under it, passive authentication is done again here.
 */
export const createVendorToolkitReader = (
  options: VendorToolkitOptions,
  context: DriverContext,
): ChipCardReaderDriver => {
  const { deviceId, clock, emit, log } = context;
  const report = createStatusReporter(context, 'chip-card-reader', options.driver);
  const trust = keepTrust(options.loadTrust, context);
  let line: ToolkitLine | undefined;
  let here: CardHere | undefined;

  const leave = (): void => {
    if (here === undefined) return;
    here.cancel();
    const { told } = here;
    here = undefined;
    if (!told) emit({ type: 'card-failed', deviceId, code: 'card-removed' });
    emit({ type: 'card-removed', deviceId });
  };

  const arrive = (): CardHere => {
    leave();
    const card: CardHere = { told: false, cancel: () => undefined };
    here = card;
    emit({ type: 'card-inserted', deviceId });
    waitAtMost(card, READING_MS, () => fail(card, 'card-too-slow', 'nothing from the terminal'));
    return card;
  };

  const waitAtMost = (card: CardHere, ms: number, then: () => void): void => {
    card.cancel();
    card.cancel = clock.after(ms, then);
  };

  const tell = (card: CardHere): void => {
    card.told = true;
    waitAtMost(card, LINGER_MS, leave);
  };

  const fail = (card: CardHere, code: FaultCode, detail: string): void => {
    if (card.told) return;
    tell(card);
    log({ level: 'warn', event: 'card-not-read', deviceId, code, detail });
    emit({ type: 'card-failed', deviceId, code });
  };

  const conclude = async (card: CardHere): Promise<void> => {
    card.cancel();
    const anchors = await trust.now();
    if (card.told || here !== card) return;
    const claim = claimOf(card, anchors, clock.now());
    if (typeof claim === 'string') {
      fail(card, 'card-unreadable', claim);
      return;
    }
    tell(card);
    emit({ type: 'card-read', deviceId, claim });
    if (options.portrait && card.raw !== undefined) void tellPortrait(card, card.raw);
  };

  const tellPortrait = async (card: CardHere, raw: RawEvent): Promise<void> => {
    try {
      const dg2 = raw.files.get('DG2');
      const jpeg =
        dg2 === undefined
          ? raw.picture && (await options.smallPicture(raw.picture))
          : await options.portraitOf(dg2);
      if (jpeg === undefined || here !== card) return;
      emit({ type: 'card-portrait', deviceId, jpeg: Buffer.from(jpeg).toString('base64') });
    } catch {
      log({ level: 'warn', event: 'portrait-not-read', deviceId, code: 'card-unreadable' });
    }
  };

  const take = (message: unknown): void => {
    const event = toolkitEventOf(message);
    if (event === undefined) {
      log({ level: 'warn', event: 'toolkit-message-refused', deviceId, code: 'device-protocol' });
      return;
    }
    if (event.type === 'card') {
      arrive();
      return;
    }
    if (event.type === 'failed') {
      fail(unread(), 'card-unreadable', 'the terminal could not read the card');
      return;
    }
    const card = unread();
    if (event.type === 'text') card.text = event.dg13;
    else card.raw = event;
    if (card.text !== undefined && card.raw !== undefined) void conclude(card);
    else waitAtMost(card, RAW_FILES_MS, () => void conclude(card));
  };

  /** The card that is being read; one nobody announced where we came in the middle. */
  const unread = (): CardHere => (here?.told === false ? here : arrive());

  const connected = (isConnected: boolean): void => {
    if (!isConnected) leave();
    const fault = isConnected ? trust.fault() : 'device-absent';
    if (fault === undefined) report({ state: 'ready' });
    else report({ state: isConnected ? 'degraded' : 'unavailable', fault });
  };

  return {
    kind: 'chip-card-reader',
    start: async () => {
      await trust.now();
      await new Promise<void>(resolve => {
        const cancel = clock.after(FIRST_CONTACT_MS, () => {
          connected(false);
          resolve();
        });
        line = options.openLine({
          message: take,
          connected: isConnected => {
            cancel();
            connected(isConnected);
            resolve();
          },
        });
      });
    },
    stop: () => {
      here?.cancel();
      here = undefined;
      line?.close();
      line = undefined;
      return Promise.resolve();
    },
    // The terminal has a camera for the code on the card, or reads it itself.
    offerKeys: () => undefined,
    forgetKeys: () => undefined,
  };
};

/** Who it is, from the signed files where they are there; or why nobody can be told. */
const claimOf = (card: CardHere, trust: TrustAnchors, now: number): IdentityClaim | string => {
  const files = card.raw?.files ?? new Map<ElementaryFileName, Uint8Array>();
  const told = card.text && claimFromDg13(card.text, 'not-checked');
  const sod = files.get('SOD');
  if (sod === undefined) return told ?? 'the terminal names nobody';
  // Whether the chip is a copy only the terminal could ask it.
  const verdict = verdictOf(passiveAuthentication({ sod, files, trust, at: now }), 'none');
  const { authenticity } = verdict;
  const authenticityReasons = [...verdict.reasons];
  const claim = claimFromFiles(files, authenticity);
  if (claim === undefined) {
    if (told === undefined) return 'the chip names nobody';
    return authenticity === 'invalid' ? { ...told, authenticity, authenticityReasons } : told;
  }
  const same = told?.citizenNumber === undefined || told.citizenNumber === claim.citizenNumber;
  if (!same) return 'text and files are of two cards';
  return { ...claim, authenticityReasons };
};
