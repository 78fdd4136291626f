import { readReportItems, type ReportItem } from './report-items.ts';

/** One field of an input report, as the device describes it. */
export interface InputField {
  /** 0 where the device has but one report and gives it no id. */
  readonly reportId: number;
  /** Usage page in the upper, usage in the lower half. */
  readonly usage: number;
  /** From the first bit after the id of the report. */
  readonly bitOffset: number;
  /** Bits of one element. */
  readonly bitSize: number;
  readonly count: number;
}

/** Item tags without their size bits (HID 1.11, 6.2.2.4, 6.2.2.7, 6.2.2.8). */
const TAG = {
  input: 0x80,
  output: 0x90,
  feature: 0xb0,
  collection: 0xa0,
  usagePage: 0x04,
  reportSize: 0x74,
  reportId: 0x84,
  reportCount: 0x94,
  push: 0xa4,
  pop: 0xb4,
  usage: 0x08,
  usageMinimum: 0x18,
  usageMaximum: 0x28,
} as const;

/** First bit of a main item: the field is filling. Second: it holds variables, not selectors. */
const CONSTANT = 0x01;
const VARIABLE = 0x02;
/** A report is at most what a transfer of the driver holds; more is a broken descriptor. */
const MOST_BITS = 65_536;
const MOST_FIELDS = 1_000;
const DEEPEST = 32;

interface Globals {
  usagePage: number;
  reportSize: number;
  reportId: number;
  reportCount: number;
}

/**
 * The fields of all input reports, in their order; fillings are left out. Total over any bytes: of a
 * broken descriptor what comes before it is broken.
 */
export const inputFieldsOf = (descriptor: Uint8Array): readonly InputField[] => {
  const fields: InputField[] = [];
  const stack: Globals[] = [];
  const bits = new Map<number, number>();
  let globals: Globals = { usagePage: 0, reportSize: 0, reportId: 0, reportCount: 0 };
  let usages: number[] = [];
  let minimum: number | undefined;

  /** A usage of four bytes brings its page along (6.2.2.8). */
  const fullUsage = ({ size, value }: ReportItem): number =>
    size === 4 ? value : globals.usagePage * 65_536 + value;

  const input = (flags: number): boolean => {
    const { reportId, reportSize, reportCount } = globals;
    const bitOffset = bits.get(reportId) ?? 0;
    const end = bitOffset + reportSize * reportCount;
    if (end > MOST_BITS || fields.length >= MOST_FIELDS) return false;
    bits.set(reportId, end);
    if ((flags & CONSTANT) !== 0 || end === bitOffset) return true;
    const named = (flags & VARIABLE) === 0 ? usages.slice(0, 1) : usages;
    fields.push(...elements(named, bitOffset, globals).slice(0, MOST_FIELDS - fields.length));
    return true;
  };

  for (const item of readReportItems(descriptor)) {
    switch (item.tag) {
      case TAG.usagePage:
        globals = { ...globals, usagePage: item.value & 0xffff };
        break;
      case TAG.reportSize:
        globals = { ...globals, reportSize: item.value };
        break;
      case TAG.reportId:
        globals = { ...globals, reportId: item.value & 0xff };
        break;
      case TAG.reportCount:
        globals = { ...globals, reportCount: item.value };
        break;
      case TAG.push:
        if (stack.length >= DEEPEST) return fields;
        stack.push(globals);
        break;
      case TAG.pop:
        globals = stack.pop() ?? globals;
        break;
      case TAG.usage:
        if (usages.length < MOST_FIELDS) usages.push(fullUsage(item));
        break;
      case TAG.usageMinimum:
        minimum = fullUsage(item);
        break;
      case TAG.usageMaximum:
        usages.push(...range(minimum, fullUsage(item), MOST_FIELDS - usages.length));
        minimum = undefined;
        break;
      case TAG.input:
        if (!input(item.value)) return fields;
        [usages, minimum] = [[], undefined];
        break;
      case TAG.output:
      case TAG.feature:
      case TAG.collection:
        [usages, minimum] = [[], undefined];
        break;
    }
  }
  return fields;
};

const range = (from: number | undefined, to: number, most: number): number[] =>
  from === undefined || to < from
    ? []
    : Array.from({ length: Math.min(to - from + 1, Math.max(0, most)) }, (_, at) => from + at);

/** One field for each usage; the last one holds for all elements that are left (6.2.2.8). */
const elements = (
  usages: readonly number[],
  bitOffset: number,
  { reportId, reportSize, reportCount }: Globals,
): InputField[] =>
  usages.slice(0, reportCount).map((usage, at, { length }) => ({
    reportId,
    usage,
    bitOffset: bitOffset + at * reportSize,
    bitSize: reportSize,
    count: at === length - 1 ? reportCount - at : 1,
  }));
