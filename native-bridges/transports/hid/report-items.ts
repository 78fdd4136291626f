/** One item of a HID report descriptor (USB HID 1.11, 6.2.2). */
export interface ReportItem {
  /** Type and tag, the size bits left out: 0x04 is the global item Usage Page. */
  readonly tag: number;
  readonly size: number;
  /** The data as an unsigned number, little-endian. */
  readonly value: number;
}

/** Long items carry their size in the next byte (6.2.2.3); none is defined. */
const LONG_ITEM = 0xfe;

/** The items of a descriptor up to its end, or to where it is cut off; total over any bytes. */
export const readReportItems = (descriptor: Uint8Array): ReportItem[] => {
  const items: ReportItem[] = [];
  for (let at = 0; at < descriptor.length; ) {
    const prefix = descriptor[at] ?? 0;
    if (prefix === LONG_ITEM) {
      at += 3 + (descriptor[at + 1] ?? 0);
      continue;
    }
    // Size 3 means four bytes (6.2.2.2).
    const size = (prefix & 0x03) === 3 ? 4 : prefix & 0x03;
    const data = descriptor.subarray(at + 1, at + 1 + size);
    if (data.length < size) break;
    const value = data.reduceRight((sum, byte) => sum * 256 + byte, 0);
    items.push({ tag: prefix & 0xfc, size, value });
    at += 1 + size;
  }
  return items;
};
