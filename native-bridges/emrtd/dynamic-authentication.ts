import { type Command, INSTRUCTION, type Response } from './apdu.ts';
import { encodeTlv, parseTlv } from './ber-tlv.ts';
import { integerToOctets } from './cryptography/octet-strings.ts';

/** Dynamic authentication data (ISO/IEC 7816-4, 11.5.5). */
const TEMPLATE = 0x7c;

export interface DataObject {
  readonly tag: number;
  readonly value: Uint8Array;
}

/**
 * GENERAL AUTHENTICATE with one data object, or with none to begin with. Every command of a chain
 * but the last is `chained` (ICAO 9303-11, 4.4.4.3). Keys too long for a short command make it an
 * extended one, as 9.3.1.2 allows.
 */
export const generalAuthenticate = (
  object: DataObject | undefined,
  position: 'chained' | 'last',
): Command => {
  const content = object === undefined ? new Uint8Array() : encodeTlv(object.tag, object.value);
  const data = encodeTlv(TEMPLATE, content);
  return {
    cla: position === 'chained' ? 0x10 : 0x00,
    ins: INSTRUCTION.generalAuthenticate,
    p1: 0x00,
    p2: 0x00,
    data,
    le: data.length > 255 ? 65_536 : 256,
  };
};

/** The value of one data object in what GENERAL AUTHENTICATE answered; undefined without it. */
export const authenticationObject = (response: Response, tag: number): Uint8Array | undefined => {
  const template = parseTlv(response.data).objects.find(object => object.tag === TEMPLATE);
  if (template === undefined) return undefined;
  return parseTlv(template.value).objects.find(object => object.tag === tag)?.value;
};

/** MANAGE SECURITY ENVIRONMENT, SET: what the template in `p2` holds, for the use in `p1`. */
export const setSecurityEnvironment = (
  use: { readonly p1: number; readonly p2: number },
  objects: readonly DataObject[],
): Command => ({
  cla: 0x00,
  ins: INSTRUCTION.manageSecurityEnvironment,
  ...use,
  data: Uint8Array.from(objects.flatMap(({ tag, value }) => [...encodeTlv(tag, value)])),
});

/**
 * What names the chip's private key or domain parameters (ICAO 9303-11, 4.4.4.1 and 6.2.4): an
 * unsigned integer. Nothing where the chip gave no identifier.
 */
export const identifierObject = (id: number | undefined): readonly DataObject[] => {
  if (id === undefined) return [];
  const length = Math.max(1, Math.ceil(id.toString(16).length / 2));
  return [{ tag: 0x84, value: integerToOctets(BigInt(id), length) }];
};
