/** One input report of a scanner: a code, or a part of one. */
export interface ScannedDataReport {
  readonly data: Uint8Array;
  /** AIM symbology identifier, `]Q1`; empty where the scanner gives none. */
  readonly symbology: string;
  /** The next report goes on with this code. */
  readonly continues: boolean;
}

/**
 * The Scanned Data Report (HID Point of Sale Usage Tables 1.02, 3.4) in the layout that scanners
 * share: report id 2, length, symbology identifier of three, 56 bytes of data, two bytes of the
 * maker, and in the last bit of the last byte whether the data goes on.
 */
const REPORT_ID = 2;
const LENGTH_AT = 1;
const SYMBOLOGY_AT = 2;
const DATA_AT = 5;
const CONTINUED_AT = 63;
/** Bytes of the maker between the data and the last byte. */
const MAKER_BYTES = 2;
const REPORT_BYTES = 64;
const MOST_DATA = CONTINUED_AT - MAKER_BYTES - DATA_AT;

/** Any bytes at all; undefined where they are no scanned data. */
export const parseScannedDataReport = (report: Uint8Array): ScannedDataReport | undefined => {
  if (report.length < REPORT_BYTES || report[0] !== REPORT_ID) return undefined;
  const length = report[LENGTH_AT] ?? 0;
  if (length > MOST_DATA) return undefined;
  const identifier = String.fromCharCode(...report.subarray(SYMBOLOGY_AT, DATA_AT));
  return {
    data: report.slice(DATA_AT, DATA_AT + length),
    symbology: /^\][A-Za-z][0-9A-Za-z]$/.test(identifier) ? identifier : '',
    continues: ((report[CONTINUED_AT] ?? 0) & 1) === 1,
  };
};
