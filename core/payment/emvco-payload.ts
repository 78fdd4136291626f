import { crc16 } from './crc-16.ts';
import { type EmvcoFields, type FieldsRefusal, readFields } from './emvco-fields.ts';

/** What begins each code: payload format indicator 01 (EMV QRCPS MPM 4.7.1). */
const PAYLOAD_FORMAT = '000201';
/** What the checksum covers too: its own identity and length (4.7.3). */
const CHECKSUM_HEADER = '6304';

const CHECKSUM_LENGTH = 4;

export type PayloadRefusal = FieldsRefusal | 'not-emvco' | 'checksum-wrong';

export type PayloadReading =
  | { readonly outcome: 'read'; readonly fields: EmvcoFields }
  | { readonly outcome: 'refused'; readonly why: PayloadRefusal; readonly field: string };

const refused = (why: PayloadRefusal, at: string): PayloadReading => ({
  outcome: 'refused',
  why,
  field: at,
});

/** The data objects of a whole code, whoever's: right from its format to its checksum, or refused. */
export const readPayload = (payload: string): PayloadReading => {
  const end = payload.length - CHECKSUM_LENGTH;
  const covered = payload.slice(0, Math.max(0, end));
  if (!payload.startsWith(PAYLOAD_FORMAT)) return refused('not-emvco', '00');
  if (!covered.endsWith(CHECKSUM_HEADER)) return refused('not-emvco', '63');
  if (crc16(covered) !== payload.slice(end)) return refused('checksum-wrong', '63');
  const reading = readFields(payload);
  if (reading.outcome === 'refused') return refused(reading.why, '');
  return [...reading.fields.keys()].at(-1) === '63' ? reading : refused('bytes-left', '63');
};

/** The text of a code from its data objects between format and checksum. */
export const payloadOf = (fields: string): string => {
  const covered = PAYLOAD_FORMAT + fields + CHECKSUM_HEADER;
  return covered + (crc16(covered) ?? '');
};
