import { hexToBytes } from '@noble/hashes/utils.js';

const hexOf = (text: string): string =>
  Array.from(text, character => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** Bytes from hex digits and, in quotes, text: `5F11 0A "ANYTOWN<MN"`, as ICAO 9303-10 prints them. */
export const printedBytes = (notation: string): Uint8Array =>
  hexToBytes(
    notation.replaceAll(/"([^"]*)"/g, (_, text: string) => hexOf(text)).replaceAll(/\s/g, ''),
  );
