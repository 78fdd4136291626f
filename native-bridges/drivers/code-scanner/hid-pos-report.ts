import { type InputField } from '../../transports/hid/input-fields.ts';

/** One input report of a scanner: a code, or a part of one. */
export interface ScannedDataReport {
  readonly data: Uint8Array;
  /** AIM symbology identifier, `]Q1`; empty where the scanner gives none. */
  readonly symbology: string;
  /** The next report goes on with this code. */
  readonly continues: boolean;
}

/** Where a Scanned Data Report has what; places are bytes of the report, its id included. */
export interface ScannedDataLayout {
  /** 0: reports have no id. */
  readonly reportId: number;
  /** Absent: the data end where only NUL follows. */
  readonly lengthAt?: number;
  /** Places of the three characters of the AIM identifier. */
  readonly symbologyAt: readonly number[];
  readonly dataAt: number;
  readonly mostData: number;
  /** Absent: every report is a whole code. */
  readonly continued?: { readonly at: number; readonly bit: number };
}

/** HID Usage Tables: page 0x8C, Bar Code Scanner (HID Point of Sale Usage Tables 1.02, 3). */
const USAGE = {
  byteCount: 0x0001_003b,
  symbology: [0x008c_00fb, 0x008c_00fc, 0x008c_00fd],
  decodedData: 0x008c_00fe,
  continued: 0x008c_00ff,
} as const;

/**
 * What most scanners share, for systems that do not hand out the descriptor: report id 2, length,
 * symbology identifier of three, 56 bytes of data, two bytes of the maker, and in the last bit of
 * the last byte whether the data goes on.
 */
export const SHARED_LAYOUT: ScannedDataLayout = {
  reportId: 2,
  lengthAt: 1,
  symbologyAt: [2, 3, 4],
  dataAt: 5,
  mostData: 56,
  continued: { at: 63, bit: 0 },
};

/**
 * The layout that a scanner describes by itself; undefined where it has no report of scanned data
 * whose bytes are bytes.
 */
export const scannedDataLayout = (fields: readonly InputField[]): ScannedDataLayout | undefined => {
  const data = fields.find(field => field.usage === USAGE.decodedData && isByte(field));
  if (data === undefined) return undefined;
  const { reportId } = data;
  const head = reportId === 0 ? 0 : 1;
  const of = (usage: number): InputField | undefined =>
    fields.find(field => field.usage === usage && field.reportId === reportId);
  const placeOf = (field: InputField): number => head + (field.bitOffset >> 3);
  const length = of(USAGE.byteCount);
  const symbology = USAGE.symbology
    .map(of)
    .filter(field => field !== undefined)
    .filter(isByte);
  const continued = of(USAGE.continued);
  return {
    reportId,
    dataAt: placeOf(data),
    mostData: data.count,
    symbologyAt: symbology.length === USAGE.symbology.length ? symbology.map(placeOf) : [],
    ...(length !== undefined && isByte(length) ? { lengthAt: placeOf(length) } : {}),
    ...(continued === undefined
      ? {}
      : { continued: { at: placeOf(continued), bit: continued.bitOffset & 7 } }),
  };
};

const isByte = ({ bitSize, bitOffset }: InputField): boolean =>
  bitSize === 8 && bitOffset % 8 === 0;

/** Any bytes at all; undefined where they are no scanned data. */
export const parseScannedDataReport = (
  report: Uint8Array,
  layout: ScannedDataLayout = SHARED_LAYOUT,
): ScannedDataReport | undefined => {
  const { reportId, lengthAt, symbologyAt, dataAt, mostData, continued } = layout;
  const last = Math.max(dataAt + mostData - 1, continued?.at ?? 0, lengthAt ?? 0, ...symbologyAt);
  if (report.length <= last || (reportId !== 0 && report[0] !== reportId)) return undefined;
  const length = lengthAt === undefined ? usedBytes(report, layout) : (report[lengthAt] ?? 0);
  if (length > mostData) return undefined;
  const identifier = String.fromCharCode(...symbologyAt.map(at => report[at] ?? 0));
  return {
    data: report.slice(dataAt, dataAt + length),
    symbology: /^\][A-Za-z][0-9A-Za-z]$/.test(identifier) ? identifier : '',
    continues:
      continued !== undefined && (((report[continued.at] ?? 0) >> continued.bit) & 1) === 1,
  };
};

const usedBytes = (report: Uint8Array, { dataAt, mostData }: ScannedDataLayout): number =>
  report.subarray(dataAt, dataAt + mostData).findLastIndex(byte => byte !== 0) + 1;
