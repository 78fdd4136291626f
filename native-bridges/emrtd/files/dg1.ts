import {
  type MachineReadableZone,
  parseZone,
} from '../../../core/contract/machine-readable-zone.ts';
import { findTlv } from '../ber-tlv.ts';

const TAG = { dg1: 0x61, zone: 0x5f1f } as const;

/**
 * Reads EF.DG1, the machine readable zone of the card (ICAO 9303-10, 4.7.1), from any bytes.
 * Undefined where there is no zone of a known form. Some issuers fill the object up behind it.
 */
export const parseDg1 = (file: Uint8Array): MachineReadableZone | undefined => {
  const object = findTlv(file, TAG.dg1, TAG.zone);
  if (object === undefined || object.value.length > LONGEST) return undefined;
  return parseZone(ascii(object.value).replace(/[\0\r\n ]+/g, ''));
};

/** A zone has 90 characters at most; line ends and filling some more. */
const LONGEST = 128;

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
