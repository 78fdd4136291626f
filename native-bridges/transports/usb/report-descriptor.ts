import { readReportItems } from '../hid/report-items.ts';

/** Item tags of type Global (HID 1.11, 6.2.2.7), size bits left out. */
const USAGE_PAGE = 0x04;

/** The usage pages a HID report descriptor names, each once; total over any bytes. */
export const usagePagesOf = (descriptor: Uint8Array): number[] => [
  ...new Set(
    readReportItems(descriptor)
      .filter(({ tag, size }) => tag === USAGE_PAGE && size > 0)
      .map(({ value }) => value),
  ),
];
