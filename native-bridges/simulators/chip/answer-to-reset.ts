import { concatBytes } from '@noble/hashes/utils.js';
import { type VirtualChipProfile } from '../../contract/virtual-chip-profile.ts';

/** Third software function table (ISO/IEC 7816-4, table 119). */
const EXTENDED_FIELDS = 0x40;
const EXTENDED_INFORMATION = 0x20;

/**
 * Card capabilities (7816-4, 12.1.1.9): selection by full and partial name, path and identifier,
 * reading by short identifier; data units of one byte; extended length or not.
 */
export const cardCapabilities = (link: VirtualChipProfile['link']): Uint8Array =>
  Uint8Array.of(
    link.shortFileIdentifiers ? 0xf4 : 0xf0,
    0x01,
    link.extendedLength ? EXTENDED_FIELDS | (link.atrInfo ? EXTENDED_INFORMATION : 0) : 0x00,
  );

/**
 * The answer to reset PC/SC makes of a contactless chip (PC/SC 2.01.14 part 3, 3.1.3.2.3.1): T=0 and
 * T=1 offered, the historical bytes the chip gave, a check byte.
 */
export const answerToReset = (link: VirtualChipProfile['link']): Uint8Array => {
  const historical = concatBytes(Uint8Array.of(0x80, 0x73), cardCapabilities(link));
  const bytes = concatBytes(Uint8Array.of(0x80 | historical.length, 0x80, 0x01), historical);
  const check = bytes.reduce((sum, byte) => sum ^ byte, 0);
  return concatBytes(Uint8Array.of(0x3b), bytes, Uint8Array.of(check));
};
