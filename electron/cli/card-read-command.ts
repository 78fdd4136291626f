import { resolve } from 'node:path';
import { asFaultError, type FaultCode, FaultError } from '../../core/contract/errors.ts';
import type { ElementaryFileName } from '../../native-bridges/contract/chip-card.ts';
import {
  type CardInspection,
  createVirtualReader,
  openPcscReader,
  prepareDumpFolder,
  readLaidCard,
  writeDumpedFiles,
} from '../../native-bridges/contract/card-tools.ts';
import { type KeyOptions, keysOf } from './card-keys.ts';
import { loadCardProfile } from './card-profile.ts';
import { readingReport } from './card-report.ts';
import type { CardSettings } from './card-settings.ts';
import { loadTrust } from './card-trust.ts';
import type { Answer } from './output.ts';

export interface CardReadOptions extends KeyOptions {
  readonly reader?: string;
  /** A virtual chip instead of a reader: file of its profile. */
  readonly virtual?: string;
  readonly groups?: readonly ElementaryFileName[];
  readonly out?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly reveal: boolean;
}

/**
 * Reads the card that lies on a reader, or the next one that is laid on it.
 * @throws FaultError with what is wrong, in words for a person of IT
 */
export const cardRead = async (
  options: CardReadOptions,
  settings: CardSettings,
  at: number,
): Promise<Answer> => {
  const keys = keysOf(options);
  const out = options.out === undefined ? undefined : resolve(options.out);
  const trust = await loadTrust(settings.trustFolder, at);
  const name = options.reader ?? settings.reader;
  const { virtual } = options;
  const slot = virtual === undefined ? await openPcscReader(name) : virtualReader(virtual);
  // Before the card: a folder that cannot be used must not cost a reading.
  if (out !== undefined) await prepareDumpFolder(out);
  const inspection = await readLaidCard({
    slot,
    keys,
    groups: options.groups ?? settings.groups,
    trust,
    timeoutMs: options.timeout * 1000,
    today: at,
    onWaiting: () => process.stderr.write('lay the card on the reader\n'),
    onProgress: showProgress,
  }).catch((cause: unknown) => {
    throw inWords(cause, name, keys.length);
  });
  const dumped = out === undefined ? undefined : await dump(out, inspection);
  const report = readingReport(inspection, keys.length, options.reveal);
  return {
    json: { ...(report.json as object), ...(dumped && { out: dumped.json }) },
    lines: [...report.lines, ...(dumped?.lines ?? [])],
    exitCode: inspection.verdict.authenticity === 'invalid' ? 1 : 0,
  };
};

const virtualReader = (file: string): ReturnType<typeof createVirtualReader> =>
  createVirtualReader(loadCardProfile(file));

/** For eyes only: a program that reads standard error gets lines and nothing that moves. */
const showProgress = (share: number): void => {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001B[K${share < 1 ? `reading ${Math.floor(share * 100)} %` : ''}`);
};

const dump = async (
  directory: string,
  { content }: CardInspection,
): Promise<Pick<Answer, 'json' | 'lines'>> => {
  const files = await writeDumpedFiles(directory, content);
  return {
    json: { directory, files },
    lines: [
      `${files.length} files in ${directory}: personal data, keep them safe and delete them after use`,
    ],
  };
};

/** What a person can do about what went wrong with the card. */
const WORDS: Partial<Record<FaultCode, string>> = {
  'card-key-refused': 'no key opens this chip: is it the same card, are number and dates right?',
  'card-blocked': 'the chip takes no more keys for now: leave it off the reader, try later',
  'card-removed': 'the card was taken away too early',
  'card-unreadable':
    'the chip cannot be read: does it lie flat, does another program use the reader?',
  'card-too-slow': 'the chip is too slow: lay it flat, or allow more time with --timeout',
};

const inWords = (cause: unknown, reader: string, keyCount: number): FaultError => {
  const fault = asFaultError(cause);
  const keyless = fault.code === 'card-key-refused' && keyCount === 0;
  const words = keyless
    ? 'the chip opens only with a key: --qr, --mrz, --can, or --doc, --birth and --expiry'
    : fault.code === 'device-absent'
      ? absence(reader)
      : WORDS[fault.code];
  return words === undefined ? fault : new FaultError(fault.code, words, { cause });
};

const absence = (reader: string): string =>
  reader === ''
    ? 'no card reader: is it plugged in, does the smart card service (pcscd) run?'
    : `no card reader with "${reader}" in its name: is it plugged in, does pcscd run?`;
