/** A code as text. */
export interface CodeText {
  readonly text: string;
  /** Some bytes were no UTF-8 and are replaced by U+FFFD. */
  readonly replaced: boolean;
}

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/** Decodes the bytes of a whole code: a character may have been cut between the pieces. */
export const codeTextOf = (bytes: Uint8Array): CodeText => {
  try {
    return { text: strict.decode(bytes), replaced: false };
  } catch {
    return { text: lenient.decode(bytes), replaced: true };
  }
};
