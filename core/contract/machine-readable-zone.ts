import type { CardAccessKey } from './device.ts';

/**
 * The machine readable zone (ICAO 9303-3 to 9303-6): printed on the card, and the content of DG1 of
 * its chip. Here without line breaks, since scanners and chips do not send any.
 */
export type ZoneForm = 'TD1' | 'TD2' | 'TD3';

/** From, and up to but not including, counted from 0 over all lines. */
export type Span = readonly [from: number, to: number];

/** Fields with a check digit of their own; `composite` is the digit over several of them. */
export type CheckedField =
  | 'documentNumber'
  | 'birthDate'
  | 'expiryDate'
  | 'personalNumber'
  | 'composite';

export interface ZoneLayout {
  readonly form: ZoneForm;
  readonly lines: number;
  readonly lineLength: number;
  readonly documentNumber: Span;
  readonly nationality: Span;
  readonly birthDate: Span;
  readonly sex: number;
  readonly expiryDate: Span;
  /** In TD1 and TD2 the end of a long document number stands in front of it. */
  readonly optional: Span;
  readonly name: Span;
  readonly checks: readonly {
    readonly field: CheckedField;
    readonly covers: readonly Span[];
    readonly at: number;
  }[];
}

export const DOCUMENT_CODE: Span = [0, 2];
export const ISSUER: Span = [2, 5];

export const ZONE_LAYOUTS: readonly ZoneLayout[] = [
  {
    // 9303-5, 4.2.2
    form: 'TD1',
    lines: 3,
    lineLength: 30,
    documentNumber: [5, 14],
    nationality: [45, 48],
    birthDate: [30, 36],
    sex: 37,
    expiryDate: [38, 44],
    optional: [15, 30],
    name: [60, 90],
    checks: [
      { field: 'documentNumber', covers: [[5, 14]], at: 14 },
      { field: 'birthDate', covers: [[30, 36]], at: 36 },
      { field: 'expiryDate', covers: [[38, 44]], at: 44 },
      {
        field: 'composite',
        covers: [
          [5, 30],
          [30, 37],
          [38, 45],
          [48, 59],
        ],
        at: 59,
      },
    ],
  },
  {
    // 9303-6, 4.2.2
    form: 'TD2',
    lines: 2,
    lineLength: 36,
    documentNumber: [36, 45],
    nationality: [46, 49],
    birthDate: [49, 55],
    sex: 56,
    expiryDate: [57, 63],
    optional: [64, 71],
    name: [5, 36],
    checks: [
      { field: 'documentNumber', covers: [[36, 45]], at: 45 },
      { field: 'birthDate', covers: [[49, 55]], at: 55 },
      { field: 'expiryDate', covers: [[57, 63]], at: 63 },
      {
        field: 'composite',
        covers: [
          [36, 46],
          [49, 56],
          [57, 71],
        ],
        at: 71,
      },
    ],
  },
  {
    // 9303-4, 4.2.2
    form: 'TD3',
    lines: 2,
    lineLength: 44,
    documentNumber: [44, 53],
    nationality: [54, 57],
    birthDate: [57, 63],
    sex: 64,
    expiryDate: [65, 71],
    optional: [72, 86],
    name: [5, 44],
    checks: [
      { field: 'documentNumber', covers: [[44, 53]], at: 53 },
      { field: 'birthDate', covers: [[57, 63]], at: 63 },
      { field: 'expiryDate', covers: [[65, 71]], at: 71 },
      { field: 'personalNumber', covers: [[72, 86]], at: 86 },
      {
        field: 'composite',
        covers: [
          [44, 54],
          [57, 64],
          [65, 87],
        ],
        at: 87,
      },
    ],
  },
];

/** Its fields as they stand there, fillers at their ends taken off where that loses nothing. */
export interface MachineReadableZone {
  readonly form: ZoneForm;
  readonly documentCode: string;
  readonly issuer: string;
  /** Whole, also where it is longer than its field. */
  readonly documentNumber: string;
  readonly nationality: string;
  /** YYMMDD, unknown digits as fillers. */
  readonly birthDate: string;
  readonly sex: string;
  readonly expiryDate: string;
  /** What stands in the optional field of the number's line. */
  readonly optional: string;
  /** Primary and secondary identifier, transliterated, words apart by one space. */
  readonly surname: string;
  readonly givenNames: string;
  readonly wrongCheckDigits: readonly CheckedField[];
}

const WEIGHTS = [7, 3, 1] as const;
const ZONE_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Check digit of a field (9303-3, 4.9); a filler counts as zero. */
export const zoneCheckDigit = (field: string): string => {
  let sum = 0;
  for (let at = 0; at < field.length; at += 1) {
    sum += Math.max(0, ZONE_CHARACTERS.indexOf(field.charAt(at))) * (WEIGHTS[at % 3] ?? 0);
  }
  return String(sum % 10);
};

/** The layout of a zone with that many characters; undefined for visas, which have no chip. */
export const zoneLayoutOf = (zone: string): ZoneLayout | undefined =>
  zone.startsWith('V')
    ? undefined
    : ZONE_LAYOUTS.find(({ lines, lineLength }) => lines * lineLength === zone.length);

/**
 * Takes a zone apart, lines joined. Undefined where the length is of no form or a character is not
 * of its alphabet; wrong check digits are said, not refused.
 */
export const parseZone = (zone: string): MachineReadableZone | undefined => {
  const layout = zoneLayoutOf(zone);
  if (layout === undefined || !/^[A-Z0-9<]*$/.test(zone)) return undefined;
  const field = ([from, to]: Span): string => zone.slice(from, to);
  const long = longDocumentNumber(layout, zone);
  const [surname = '', ...given] = field(layout.name).replace(/<+$/, '').split('<<');
  return {
    form: layout.form,
    documentCode: unfilled(field(DOCUMENT_CODE)),
    issuer: unfilled(field(ISSUER)),
    documentNumber: long?.number ?? unfilled(field(layout.documentNumber)),
    nationality: unfilled(field(layout.nationality)),
    birthDate: field(layout.birthDate),
    sex: unfilled(zone.charAt(layout.sex)),
    expiryDate: field(layout.expiryDate),
    optional: unfilled(long?.rest ?? field(layout.optional)),
    surname: words(surname),
    givenNames: words(given.join('<')),
    wrongCheckDigits: wrongCheckDigits(layout, zone),
  };
};

const unfilled = (field: string): string => field.replace(/<+$/, '');

const words = (field: string): string => field.replace(/<+/g, ' ').trim();

/** Fields whose check digit does not fit, in the order of the layout. */
export const wrongCheckDigits = (layout: ZoneLayout, zone: string): readonly CheckedField[] =>
  layout.checks
    .filter(({ field, covers, at }) => {
      if (field === 'documentNumber') {
        const long = longDocumentNumber(layout, zone);
        if (long !== undefined) return zoneCheckDigit(long.number) !== long.check;
      }
      const covered = covers.map(([from, to]) => zone.slice(from, to)).join('');
      const said = zone.charAt(at);
      // 9303-4, 4.2.2: an empty personal number may carry a filler for its digit.
      if (field === 'personalNumber' && said === '<' && /^<*$/.test(covered)) return false;
      return zoneCheckDigit(covered) !== said;
    })
    .map(({ field }) => field);

/**
 * A number of more than nine characters has a filler for its check digit and goes on in front of
 * the optional data, its check digit last (9303-5, 4.2.2, note j; 9303-6 likewise).
 */
const longDocumentNumber = (
  { form, documentNumber, optional }: ZoneLayout,
  zone: string,
): { readonly number: string; readonly check: string; readonly rest: string } | undefined => {
  if (form === 'TD3' || zone.charAt(documentNumber[1]) !== '<') return undefined;
  const beginning = zone.slice(...documentNumber);
  const match = /^([A-Z0-9]+)([0-9])(?:<(.*))?$/.exec(unfilled(zone.slice(...optional)));
  if (beginning.endsWith('<') || match === null) return undefined;
  const [, end = '', check = '', rest = ''] = match;
  return { number: beginning + end, check, rest };
};

/** What opens the chip of the same document (9303-11, 4.3.2); undefined for a date of no digits. */
export const accessKeyOfZone = (zone: MachineReadableZone): CardAccessKey | undefined =>
  /^\d{6}$/.test(zone.expiryDate) && /^[\d<]{6}$/.test(zone.birthDate)
    ? {
        kind: 'mrz',
        documentNumber: zone.documentNumber.padEnd(9, '<').slice(0, LONGEST_NUMBER),
        birthDate: zone.birthDate,
        expiryDate: zone.expiryDate,
      }
    : undefined;

/** Nine characters of the field and thirteen in front of the optional data of TD1. */
const LONGEST_NUMBER = 22;
