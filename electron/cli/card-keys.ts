import { readFileSync } from 'node:fs';
import type { CardAccessKey } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { keyCandidatesOf } from '../../core/identity/access-key-candidates.ts';
import { readScannedCode, type ScannedCode } from '../../core/identity/scanned-code.ts';

/** The ways to say what opens a chip; at most one of `qr`, `mrz`, `doc` and `can`. */
export interface KeyOptions {
  readonly qr?: string;
  readonly mrz?: string;
  readonly doc?: string;
  readonly birth?: string;
  readonly expiry?: string;
  readonly can?: string;
}

export interface ScannedKeys {
  readonly kind: ScannedCode['kind'];
  readonly keys: readonly CardAccessKey[];
}

/**
 * The keys that follow from a code or a machine readable zone, likeliest first.
 * @throws FaultError `code-damaged`, `code-unknown` where the text is neither
 */
export const scannedKeys = ({ qr, mrz }: Pick<KeyOptions, 'qr' | 'mrz'>): ScannedKeys => {
  const code = readScannedCode(textOf(qr ?? mrz ?? ''));
  if (code.kind === 'unknown' && code.reason === 'damaged') {
    throw new FaultError('code-damaged', 'damaged: characters are missing or misread');
  }
  const isZone = code.kind === 'machine-readable-zone';
  if (code.kind === 'unknown' || (mrz !== undefined && !isZone)) {
    const what = mrz === undefined ? 'code of a card' : 'machine readable zone';
    throw new FaultError('code-unknown', `this is no ${what}`);
  }
  return { kind: code.kind, keys: keyCandidatesOf(code) };
};

/** `-` reads standard input, so that nothing personal need stand in the history of the shell. */
const textOf = (payload: string): string => (payload === '-' ? readFileSync(0, 'utf8') : payload);

/**
 * The keys to try; none where no option says any: the chip may stand open.
 * @throws FaultError as `scannedKeys`, and `code-unknown` where a code is read that gives no key
 */
export const keysOf = (options: KeyOptions): readonly CardAccessKey[] => {
  const { qr, mrz, doc, birth, expiry, can } = options;
  if (can !== undefined) return [{ kind: 'can', number: can }];
  if (doc !== undefined && birth !== undefined && expiry !== undefined) {
    return [{ kind: 'mrz', documentNumber: doc, birthDate: birth, expiryDate: expiry }];
  }
  if (qr === undefined && mrz === undefined) return [];
  const { kind, keys } = scannedKeys(options);
  if (keys.length === 0) throw new FaultError('code-unknown', `${kind}: no key follows from it`);
  return keys;
};

/** Why these options do not go together; undefined where they do. */
export const keyUsageProblem = ({ doc, birth, expiry }: KeyOptions): string | undefined => {
  const told = [doc, birth, expiry].filter(option => option !== undefined).length;
  return told === 0 || told === 3 ? undefined : '--doc, --birth and --expiry go together';
};
