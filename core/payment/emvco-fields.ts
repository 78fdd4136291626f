/**
 * Data objects of EMVCo merchant-presented codes (EMV QRCPS MPM, chapter 3): two digits of identity,
 * two digits of length counted in characters, the value. Templates hold the same again.
 */

export type EmvcoFields = ReadonlyMap<string, string>;

/** Why a text is not a list of data objects. */
export type FieldsRefusal = 'field-cut' | 'bytes-left' | 'field-repeated' | 'field-empty';

export type FieldsReading =
  | { readonly outcome: 'read'; readonly fields: EmvcoFields }
  | { readonly outcome: 'refused'; readonly why: FieldsRefusal; readonly at: number };

const HEADER = /^\d{4}$/;
const HEADER_LENGTH = 4;

/** Reads all of a text or nothing of it: what is left over makes it refused, with where it began. */
export const readFields = (text: string): FieldsReading => {
  const characters = Array.from(text);
  const fields = new Map<string, string>();
  let at = 0;
  const refused = (why: FieldsRefusal): FieldsReading => ({ outcome: 'refused', why, at });
  while (at < characters.length) {
    const header = characters.slice(at, at + HEADER_LENGTH).join('');
    if (!HEADER.test(header)) return refused('bytes-left');
    const id = header.slice(0, 2);
    const length = Number(header.slice(2));
    if (length === 0) return refused('field-empty');
    if (fields.has(id)) return refused('field-repeated');
    const value = characters.slice(at + HEADER_LENGTH, at + HEADER_LENGTH + length);
    if (value.length < length) return refused('field-cut');
    fields.set(id, value.join(''));
    at += HEADER_LENGTH + length;
  }
  return { outcome: 'read', fields };
};

/**
 * One data object; nothing where there is no value.
 * @throws RangeError over 99 characters, the most that two digits can say.
 */
export const field = (id: string, value: string | undefined): string => {
  if (value === undefined || value === '') return '';
  const length = Array.from(value).length;
  if (length > 99) throw new RangeError(`data object ${id} is over 99 characters long`);
  return `${id}${length.toString().padStart(2, '0')}${value}`;
};
