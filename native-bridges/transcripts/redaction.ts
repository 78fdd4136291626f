import { type DeviceKind } from '../../core/contract/device.ts';
import { type ByteRedaction } from './byte-redaction.ts';
import { createEscPosRedaction } from './escpos-redaction.ts';
import { redactIpp } from './ipp-redaction.ts';
import { redactJson } from './json-redaction.ts';
import { createTextRedaction } from './text-redaction.ts';

/** Both directions of one line, from its opening on. */
export interface LineRedaction {
  readonly sent: ByteRedaction;
  readonly received: ByteRedaction;
}

const asItIs: ByteRedaction = bytes => bytes;
const blank: ByteRedaction = bytes => new Uint8Array(bytes.length);

/**
 * What may be written down of a line to a device of that kind: of a scanner the shape of a code, of
 * a receipt printer its commands without the picture, of any other the lengths.
 */
export const redactionOf = (kind: DeviceKind): LineRedaction => {
  switch (kind) {
    case 'code-scanner':
      return { sent: asItIs, received: createTextRedaction() };
    case 'receipt-printer':
      return { sent: createEscPosRedaction(), received: asItIs };
    default:
      return { sent: blank, received: blank };
  }
};

/** What may be written down of whole messages to a device of that kind. */
export const messageRedactionOf = (kind: DeviceKind): ByteRedaction =>
  MESSAGES[kind]?.() ?? redactJson;

const MESSAGES: Readonly<Partial<Record<DeviceKind, () => ByteRedaction>>> = {
  'document-printer': () => redactIpp,
  // A whole ticket, as a spooler takes it.
  'receipt-printer': createEscPosRedaction,
};

export const UNREDACTED: LineRedaction = { sent: asItIs, received: asItIs };
