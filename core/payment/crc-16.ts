/**
 * CRC-16/CCITT-FALSE as EMVCo merchant-presented codes carry it (EMV QRCPS MPM 4.7.3): polynomial
 * 0x1021, start 0xFFFF, nothing reflected, nothing inverted. Over the text's UTF-8 octets.
 * @returns four upper-case hexadecimal digits, or undefined for text that has no UTF-8 form.
 */
export const crc16 = (text: string): string | undefined => {
  const octets = utf8Octets(text);
  if (octets === undefined) return undefined;
  let register = 0xffff;
  for (const octet of octets) {
    register ^= octet << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      register = ((register << 1) ^ (register & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
  }
  return register.toString(16).toUpperCase().padStart(4, '0');
};

/** The language itself knows UTF-8 only through percent-encoding; half a surrogate pair has none. */
const utf8Octets = (text: string): readonly number[] | undefined => {
  try {
    const octets: number[] = [];
    const escaped = encodeURIComponent(text);
    for (let at = 0; at < escaped.length; at += 1) {
      if (escaped[at] === '%') {
        octets.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
        at += 2;
      } else {
        octets.push(escaped.charCodeAt(at));
      }
    }
    return octets;
  } catch {
    return undefined;
  }
};
