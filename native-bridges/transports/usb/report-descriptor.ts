/** Item tags of type Global (HID 1.11, 6.2.2.7), size bits left out. */
const USAGE_PAGE = 0x04;
/** Long items carry their size in the next byte (6.2.2.3). */
const LONG_ITEM = 0xfe;

/** The usage pages a HID report descriptor names, each once; total over any bytes. */
export const usagePagesOf = (descriptor: Uint8Array): number[] => {
  const pages = new Set<number>();
  let at = 0;
  while (at < descriptor.length) {
    const prefix = descriptor[at] ?? 0;
    if (prefix === LONG_ITEM) {
      at += 3 + (descriptor[at + 1] ?? 0);
      continue;
    }
    // Size 3 means four bytes (6.2.2.2).
    const size = (prefix & 0x03) === 3 ? 4 : prefix & 0x03;
    const data = descriptor.subarray(at + 1, at + 1 + size);
    if ((prefix & 0xfc) === USAGE_PAGE && data.length === size) {
      pages.add(data.reduceRight((value, byte) => value * 256 + byte, 0));
    }
    at += 1 + size;
  }
  return [...pages];
};
