/**
 * Modifiers of AIM symbology identifiers (ISO/IEC 15424) that announce the ECI protocol: QR Code,
 * Data Matrix, PDF417, Aztec Code.
 */
const WITH_INTERPRETATIONS = /^\](?:Q[246]|d[456]|L1|z[3459AB])$/;
/** An extended channel interpretation, or a backslash of the data itself. */
const ESCAPE = /\\(?:\d{6}|\\)/g;

/**
 * The data of a code without the marks that its transmission adds: under the ECI protocol a change
 * of character set is `\` and six digits, and a backslash of the data is doubled.
 * @param identifier three characters, `]Q1`
 */
export const withoutInterpretations = (text: string, identifier: string): string =>
  WITH_INTERPRETATIONS.test(identifier)
    ? text.replace(ESCAPE, escape => (escape === '\\\\' ? '\\' : ''))
    : text;
