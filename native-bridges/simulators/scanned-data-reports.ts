/** Report id, length, symbology identifier; 56 bytes of data; two of the maker, and whether it goes on. */
const REPORT_BYTES = 64;
const DATA_AT = 5;
const MOST_DATA = 56;

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
