/** Text of hex-coded UTF-8 bytes; undefined where it is no hex or the bytes are no UTF-8. */
export const textOfHex = (hex: string): string | undefined => {
  if (hex === '' || !/^(?:[0-9a-f]{2})+$/i.test(hex)) return undefined;
  try {
    // Percent-decoding is strict UTF-8 (ECMA-262, Decode): overlong or cut sequences throw.
    return decodeURIComponent(hex.replace(/../g, '%$&'));
  } catch {
    return undefined;
  }
};

/** Lower-case hex of the UTF-8 bytes of a text. Lone surrogates, which have none, become U+FFFD. */
export const hexOfText = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(
      /%(..)|(.)/g,
      (_, hex: string | undefined, plain: string | undefined) =>
        hex ?? (plain ?? '').charCodeAt(0).toString(16).padStart(2, '0'),
    )
    .toLowerCase();
