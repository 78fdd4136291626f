import { parseTlv } from '../ber-tlv.ts';

/** Third software function byte: extended Lc and Le fields (ISO/IEC 7816-4, table 119). */
const EXTENDED_FIELDS = 0x40;
const COMPACT_CAPABILITIES = 7;
/** Category indicators that compact data objects follow (ISO/IEC 7816-4, 12.1.1). */
const COMPACT_OBJECTS: ReadonlySet<number> = new Set([0x00, 0x80]);

/**
 * Whether the answer to reset says that the chip takes extended commands; undefined where it has no
 * card capabilities (as those that PC/SC makes up for chips of type B).
 */
export const extendedLengthInAtr = (atr: Uint8Array): boolean | undefined => {
  const historical = historicalBytes(atr);
  const [category] = historical;
  if (category === undefined || !COMPACT_OBJECTS.has(category)) return undefined;
  for (let at = 1; at < historical.length; ) {
    const header = historical[at] ?? 0;
    const end = at + 1 + (header & 0x0f);
    if (header >> 4 === COMPACT_CAPABILITIES)
      return hasExtendedFields(historical.slice(at + 1, end));
    at = end;
  }
  return undefined;
};

/** Interface bytes announce each other in the high half of T0 and of every TD (ISO/IEC 7816-3, 8.2). */
const historicalBytes = (atr: Uint8Array): Uint8Array => {
  const formatByte = atr[1] ?? 0;
  let at = 2;
  let announced = formatByte >> 4;
  while (announced !== 0 && at < atr.length) {
    const another = (announced & 0x8) !== 0;
    at += (announced & 1) + ((announced >> 1) & 1) + ((announced >> 2) & 1) + (another ? 1 : 0);
    announced = another ? (atr[at - 1] ?? 0) >> 4 : 0;
  }
  return atr.subarray(at, at + (formatByte & 0x0f));
};

const TAG = { capabilities: 0x47, lengthInformation: 0x7f66 } as const;

/** The same from EF.ATR/INFO (ICAO 9303-10, 3.11.1): its capabilities, or limits of APDUs. */
export const extendedLengthInAtrInfo = (file: Uint8Array): boolean => {
  const { objects } = parseTlv(file);
  const capabilities = objects.find(({ tag }) => tag === TAG.capabilities);
  if (capabilities !== undefined) return hasExtendedFields(capabilities.value) === true;
  return objects.some(({ tag }) => tag === TAG.lengthInformation);
};

const hasExtendedFields = (capabilities: Uint8Array): boolean | undefined => {
  const [, , third] = capabilities;
  return third === undefined ? undefined : (third & EXTENDED_FIELDS) !== 0;
};
