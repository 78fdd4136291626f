import { InvalidArgumentError } from 'commander';
import type { ElementaryFileName } from '../../native-bridges/contract/chip-card.ts';

/** All that a terminal without rights of its own can read; fingerprints (DG3) are not among them. */
const GROUPS: readonly ElementaryFileName[] = [
  'COM',
  'SOD',
  'DG1',
  'DG2',
  'DG7',
  'DG11',
  'DG12',
  'DG13',
  'DG14',
  'DG15',
  'DG16',
];

/** `DG1,DG13,SOD`, or `all`. */
export const groups = (text: string): readonly ElementaryFileName[] => {
  if (text.toLowerCase() === 'all') return GROUPS;
  const names = text.split(',').map(name => name.trim().toUpperCase());
  const known = names.flatMap(name => GROUPS.find(group => group === name) ?? []);
  if (known.length !== names.length || known.length === 0) {
    throw new InvalidArgumentError(`Groups are ${GROUPS.join(', ')}, with commas, or all.`);
  }
  return [...new Set(known)];
};

/** Number of the document; of a citizen number, which is printed, the last nine digits are it. */
export const documentNumber = (text: string): string => {
  const compact = text.toUpperCase().replaceAll(/[\s-]/g, '');
  if (/^\d{12}$/.test(compact)) return compact.slice(-9);
  if (!/^[A-Z0-9<]{1,22}$/.test(compact)) {
    throw new InvalidArgumentError('A document number has at most 22 letters and digits.');
  }
  return compact.padEnd(9, '<');
};

const DATE_FORMS = [
  /^(?:\d\d)?(?<year>\d\d)-(?<month>\d\d)-(?<day>\d\d)$/,
  /^(?<day>\d\d)\/(?<month>\d\d)\/(?:\d\d)?(?<year>\d\d)$/,
  /^(?<year>\d\d)(?<month>\d\d)(?<day>\d\d)$/,
];

/** A whole date as the machine readable zone has it, YYMMDD. */
const zoneDate = (text: string): string | undefined => {
  const parts = DATE_FORMS.map(form => form.exec(text)?.groups).find(found => found !== undefined);
  const { year = '', month = '', day = '' } = parts ?? {};
  const isDate = day >= '01' && day <= '31' && month >= '01' && month <= '12';
  return isDate ? year + month + day : undefined;
};

/** Of somebody whose month or day nobody knows, `1948` or `1948-03`: fillers (ICAO 9303-3, 4.8). */
export const birthDate = (text: string): string => {
  const partial = /^\d\d(\d\d)(?:-(\d\d))?$/.exec(text);
  const read =
    partial === null ? zoneDate(text) : `${partial[1] ?? ''}${partial[2] ?? '<<'}`.padEnd(6, '<');
  if (read !== undefined) return read;
  throw new InvalidArgumentError('A date is written 480312, 1948-03-12 or 12/03/1948.');
};

/** Said to stand in the zone of a card without end; not published. */
const NO_EXPIRY = '991231';

export const expiryDate = (text: string): string => {
  const read = text.toLowerCase() === 'none' ? NO_EXPIRY : zoneDate(text);
  if (read !== undefined) return read;
  throw new InvalidArgumentError('A date is written 350312, 2035-03-12 or 12/03/2035, or none.');
};

export const accessNumber = (text: string): string => {
  if (!/^\d{6}$/.test(text)) {
    throw new InvalidArgumentError('A card access number has six digits.');
  }
  return text;
};

/** Slots of vpcd are few; their ports lie one behind the other. */
export const slot = (text: string): number => {
  if (!/^\d$/.test(text)) throw new InvalidArgumentError('A slot is a number from 0 to 9.');
  return Number(text);
};
