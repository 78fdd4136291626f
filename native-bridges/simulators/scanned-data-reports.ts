/** Report id, length, symbology identifier; 56 bytes of data; two of the maker, and whether it goes on. */
const REPORT_BYTES = 64;
const DATA_AT = 5;
const MOST_DATA = 56;

const item = (prefix: number, ...data: number[]): number[] => [prefix + data.length, ...data];
const [PAGE, USAGE, SIZE, COUNT, ID] = [0x04, 0x08, 0x74, 0x94, 0x84];
const [INPUT, COLLECTION, END] = [0x80, 0xa0, 0xc0];
const BAR_CODE = 0x8c;

/** What such a scanner says of itself: the report descriptor of the reports below (HID 1.11, 6.2.2). */
export const SCANNED_DATA_DESCRIPTOR = Uint8Array.from([
  ...[...item(PAGE, BAR_CODE), ...item(USAGE, 0x02), ...item(COLLECTION, 1)],
  ...[...item(USAGE, 0x12), ...item(COLLECTION, 2), ...item(ID, 2), ...item(SIZE, 8)],
  ...[...item(COUNT, 1), ...item(PAGE, 0x01), ...item(USAGE, 0x3b), ...item(INPUT, 2)],
  ...[...item(COUNT, 3), ...item(PAGE, BAR_CODE)],
  ...[...item(USAGE, 0xfb), ...item(USAGE, 0xfc), ...item(USAGE, 0xfd), ...item(INPUT, 2)],
  ...[...item(COUNT, MOST_DATA), ...item(USAGE, 0xfe), ...item(INPUT, 2, 1)],
  ...[...item(COUNT, 2), ...item(PAGE, 0x00, 0xff), ...item(USAGE, 0x04), ...item(INPUT, 2)],
  ...[...item(COUNT, 8), ...item(SIZE, 1), ...item(PAGE, BAR_CODE)],
  ...[...item(USAGE, 0xff), ...item(INPUT, 2), END, END],
]);

/**
 * The input reports of a HID scanner for a code (HID Point of Sale Usage Tables 1.02, 3.4).
 * @param symbology AIM identifier of three characters
 */
export const scannedDataReports = (code: Uint8Array, symbology = ']Q1'): Uint8Array[] => {
  const count = Math.max(1, Math.ceil(code.length / MOST_DATA));
  return Array.from({ length: count }, (_, index) => {
    const data = code.subarray(index * MOST_DATA, (index + 1) * MOST_DATA);
    const report = new Uint8Array(REPORT_BYTES);
    report.set([2, data.length, ...new TextEncoder().encode(symbology)]);
    report.set(data, DATA_AT);
    report[REPORT_BYTES - 1] = index < count - 1 ? 1 : 0;
    return report;
  });
};
