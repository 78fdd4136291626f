import { FaultError } from '../../core/contract/errors.ts';

/**
 * A secret as it stands in a file: hex digits, white space around them allowed.
 * @throws FaultError `config-invalid`, never with the text itself.
 */
export const readHexSecret = (path: string, text: string, bytes: number): Uint8Array => {
  const digits = text.trim();
  if (digits.length === bytes * 2 && /^[\da-f]*$/i.test(digits)) {
    return new Uint8Array(Buffer.from(digits, 'hex'));
  }
  throw new FaultError(
    'config-invalid',
    `${path} must hold ${bytes * 2} hex digits (${bytes} bytes) and nothing else`,
  );
};
