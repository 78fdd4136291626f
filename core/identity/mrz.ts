import type { CardAccessKey } from '../contract/device.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import {
  accessKeyOfZone,
  DOCUMENT_CODE,
  ISSUER,
  parseZone,
  type Span,
  wrongCheckDigits,
  ZONE_LAYOUTS,
  type ZoneLayout,
  zoneCheckDigit,
  zoneLayoutOf,
} from '../contract/machine-readable-zone.ts';
import { holderOfZone } from '../contract/zone-holder.ts';
import { citizenNumberFlags } from './citizen-number.ts';
import { type CodeReading, DAMAGED, FOREIGN } from './code-reading.ts';

export interface ScannedZone {
  readonly claim: IdentityClaim;
  /** Opens the chip of the same document. */
  readonly key: CardAccessKey;
}

/**
 * Reads a machine readable zone as optical readers send it: lines in one piece or apart by
 * anything, fillers at the ends of lines lost, letters and digits mistaken for each other where
 * only one of them is possible. Every check digit holds in the end, or the text is damaged.
 */
export const parseMrz = (text: string): CodeReading<ScannedZone> => {
  if (text.length > MAX_LENGTH) return FOREIGN;
  const written = text.toUpperCase().replace(OTHER_FILLERS, '<');
  const zone = zonesIn(written).flatMap(read => repaired(read) ?? [])[0];
  const parsed = zone === undefined ? undefined : parseZone(zone);
  const key = parsed && accessKeyOfZone(parsed);
  if (parsed === undefined || key === undefined) return isMeantAsZone(written) ? DAMAGED : FOREIGN;
  const { flags, ...holder } = holderOfZone(parsed);
  const crossChecked =
    holder.citizenNumber === undefined ? [] : citizenNumberFlags(holder.citizenNumber, holder);
  return {
    outcome: 'read',
    claim: {
      method: 'card-mrz',
      ...holder,
      authenticity: 'not-checked',
      flags: [...crossChecked, ...flags],
    },
    key,
  };
};

/** A zone has at most 90 characters; the rest is what readers put around and between them. */
const MAX_LENGTH = 200;

/** What readers and wrong keyboard layouts make of a filler. */
const OTHER_FILLERS = /[‹,]/g;

const isMeantAsZone = (text: string): boolean => {
  const joined = text.replace(/[\s\p{Cc}]/gu, '');
  return joined.length >= 28 && /^[A-Z0-9<]*$/.test(joined) && /^[ACIP].*<</.test(joined);
};

/** The ways a text may be meant: in one piece, or in lines whose last fillers got lost. */
const zonesIn = (text: string): readonly string[] => {
  const words = text.split(/[\s\p{Cc}]+/u).filter(word => word !== '');
  const lines = text
    .split(/\p{Cc}+/u)
    .map(line => line.trim().replaceAll(' ', '<'))
    .filter(line => line !== '');
  return [words.join(''), ...filledUp(words), ...filledUp(lines)];
};

const filledUp = (lines: readonly string[]): readonly string[] =>
  ZONE_LAYOUTS.filter(
    layout =>
      lines.length === layout.lines && lines.every(line => line.length <= layout.lineLength),
  ).map(({ lineLength }) => lines.map(line => line.padEnd(lineLength, '<')).join(''));

/** The zone with what was misread set right; undefined where its check digits do not hold. */
const repaired = (zone: string): string | undefined => {
  const layout = zoneLayoutOf(zone);
  if (layout === undefined) return undefined;
  const typed = withTypedFields(layout, zone);
  if (!/^[ACIP]/.test(typed)) return undefined;
  const wrong = wrongCheckDigits(layout, typed);
  if (wrong.length === 0) return typed;
  const whole = wrong.includes('documentNumber') ? withNumberRepaired(layout, typed) : undefined;
  return whole !== undefined && wrongCheckDigits(layout, whole).length === 0 ? whole : undefined;
};

/** What stands for a digit where only digits can be, and for a letter where only letters can. */
const AS_DIGIT: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};
const AS_LETTER: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '5': 'S',
  '6': 'G',
  '8': 'B',
};

const withTypedFields = (layout: ZoneLayout, zone: string): string => {
  const letters: readonly Span[] = [ISSUER, layout.nationality, layout.name];
  const dates: readonly Span[] = [layout.birthDate, layout.expiryDate];
  const digits = layout.checks.map(({ at }): Span => [at, at + 1]);
  const named = replaceIn(zone, [[DOCUMENT_CODE[0], DOCUMENT_CODE[0] + 1], ...letters], AS_LETTER);
  const dated = replaceIn(named, [...dates, ...digits], AS_DIGIT);
  return isCitizenCard(layout, dated)
    ? replaceIn(dated, [layout.documentNumber, citizenNumberIn(layout)], AS_DIGIT)
    : dated;
};

/** Both numbers of a citizen card are digits throughout. */
const isCitizenCard = (layout: ZoneLayout, zone: string): boolean =>
  layout.form === 'TD1' && zone.slice(...ISSUER) === 'VNM';

const citizenNumberIn = ({ optional: [from] }: ZoneLayout): Span => [from, from + 12];

const replaceIn = (
  zone: string,
  spans: readonly Span[],
  table: Readonly<Record<string, string>>,
): string =>
  Array.from(zone, (character, at) =>
    spans.some(([from, to]) => at >= from && at < to) ? (table[character] ?? character) : character,
  ).join('');

/** Pairs whose check digits differ: G and 6 weigh the same, so that mistake cannot be seen. */
const MISTAKEN: Readonly<Record<string, string>> = {
  O: '0',
  '0': 'O',
  I: '1',
  '1': 'I',
  Z: '2',
  '2': 'Z',
  S: '5',
  '5': 'S',
  B: '8',
  '8': 'B',
};

/**
 * A document number has letters and digits anywhere. One character is exchanged, and only where
 * exactly one exchange makes the check digit right.
 */
const withNumberRepaired = (layout: ZoneLayout, zone: string): string | undefined => {
  const [from, to] = layout.documentNumber;
  const number = zone.slice(from, to);
  const check = zone.charAt(to);
  const possible = Array.from(number).flatMap((character, at) => {
    const other = MISTAKEN[character];
    if (other === undefined) return [];
    const exchanged = number.slice(0, at) + other + number.slice(at + 1);
    return zoneCheckDigit(exchanged) === check ? [exchanged] : [];
  });
  const [only] = possible;
  return possible.length === 1 && only !== undefined
    ? zone.slice(0, from) + only + zone.slice(to)
    : undefined;
};
