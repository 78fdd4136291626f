/** Labels of HL7 table 0211 and what Node calls them. UTF-16 cannot be framed by MLLP. */
const ENCODINGS: Readonly<Record<string, string>> = {
  '': 'utf-8',
  ASCII: 'utf-8',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  '8859/1': 'iso-8859-1',
  '8859/15': 'iso-8859-15',
  'WINDOWS-1258': 'windows-1258',
};

const HEADER_BYTES = 2_048;

/** MSH-18 of bytes whose character set is not known yet; delimiters are ASCII in all of them. */
const declaredIn = (bytes: Uint8Array): string => {
  const [head = ''] = Buffer.from(bytes.subarray(0, HEADER_BYTES))
    .toString('latin1')
    .split(/[\r\n]/, 1);
  const separator = head.charAt(3);
  const fields = separator === '' ? [] : head.split(separator);
  // Split at its own separator MSH-n is one place earlier. The first repetition is the default.
  const declared = (fields[17] ?? '').split(/[~^]/, 1)[0] ?? '';
  return declared.trim().toUpperCase();
};

/**
 * The text of a message by the character set it declares (MSH-18, 2.14.9.18). Undefined where the
 * set is unknown or the bytes do not belong to it: a name must never arrive as something else.
 */
export const decodeMessage = (bytes: Uint8Array): string | undefined => {
  const encoding = ENCODINGS[declaredIn(bytes)];
  if (encoding === undefined) return undefined;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
