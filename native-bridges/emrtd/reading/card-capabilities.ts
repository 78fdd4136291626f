import { parseTlv } from '../ber-tlv.ts';

/** What a chip says it can do (ISO/IEC 7816-4, 12.1.1.9); undefined where it does not say. */
export interface CardCapabilities {
  readonly shortIdentifiers: boolean | undefined;
  readonly extendedLength: boolean | undefined;
}

/** First software function byte: files by short identifier (table 117). */
const SHORT_IDENTIFIERS = 0x04;
/** Third software function byte: extended Lc and Le fields (table 119). */
const EXTENDED_FIELDS = 0x40;
const UNSAID: CardCapabilities = { shortIdentifiers: undefined, extendedLength: undefined };
const COMPACT_CAPABILITIES = 7;
/** Category indicators that compact data objects follow (ISO/IEC 7816-4, 12.1.1). */
const COMPACT_OBJECTS: ReadonlySet<number> = new Set([0x00, 0x80]);

/**
 * The card capabilities in the historical bytes of an answer to reset; those that PC/SC makes up for
 * chips of type B have none.
 */
export const capabilitiesInAtr = (atr: Uint8Array): CardCapabilities => {
  const historical = historicalBytes(atr);
  const [category] = historical;
  if (category === undefined || !COMPACT_OBJECTS.has(category)) return UNSAID;
  for (let at = 1; at < historical.length; ) {
    const header = historical[at] ?? 0;
    const end = at + 1 + (header & 0x0f);
    if (header >> 4 === COMPACT_CAPABILITIES) return capabilities(historical.subarray(at + 1, end));
    at = end;
  }
  return UNSAID;
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

/**
 * The same from EF.ATR/INFO (ICAO 9303-10, 3.11.1); a chip that gives the limits of its commands
 * there takes extended ones.
 */
export const capabilitiesInAtrInfo = (file: Uint8Array): CardCapabilities => {
  const { objects } = parseTlv(file);
  const said = objects.find(({ tag }) => tag === TAG.capabilities);
  if (said !== undefined) return capabilities(said.value);
  const hasLimits = objects.some(({ tag }) => tag === TAG.lengthInformation);
  return hasLimits ? { ...UNSAID, extendedLength: true } : UNSAID;
};

const capabilities = ([first, , third]: Uint8Array): CardCapabilities => ({
  shortIdentifiers: first === undefined ? undefined : (first & SHORT_IDENTIFIERS) !== 0,
  extendedLength: third === undefined ? undefined : (third & EXTENDED_FIELDS) !== 0,
});
