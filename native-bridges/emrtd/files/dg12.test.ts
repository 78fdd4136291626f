import { concatBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../ber-tlv.ts';
import { WORKED_EXAMPLES } from '../testing/worked-examples.ts';
import { parseDg12 } from './dg12.ts';

const text = (tag: number, value: string): Uint8Array =>
  encodeTlv(tag, new TextEncoder().encode(value));
const file = (...objects: Uint8Array[]): Uint8Array => encodeTlv(0x6c, concatBytes(...objects));

describe('parseDg12', () => {
  it('reads the worked example', () => {
    expect(parseDg12(WORKED_EXAMPLES.dg12)).toEqual({
      issuingAuthority: 'UNITED STATES OF AMERICA',
      issueDate: '2002-05-31',
      otherPersons: [{ surname: 'SMITH', givenNames: 'BRENDA P' }],
    });
  });

  it('reads other persons also where they have no template', () => {
    expect(parseDg12(file(text(0x5f1a, 'SMITH<<BRENDA<P')))?.otherPersons).toHaveLength(1);
  });

  it('reads the moment of personalisation in digits and packed', () => {
    const packed = Uint8Array.of(0x20, 0x21, 0x07, 0x15, 0x09, 0x30, 0x59);
    const moment = '2021-07-15T09:30:59';
    expect(parseDg12(file(text(0x5f55, '20210715093059')))?.personalisedAt).toBe(moment);
    expect(parseDg12(file(encodeTlv(0x5f55, packed)))?.personalisedAt).toBe(moment);
    expect(parseDg12(file(text(0x5f55, '20211315093059')))).not.toHaveProperty('personalisedAt');
  });

  it('gives pictures of the document, and leaves out what is none', () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
    const dg12 = parseDg12(file(encodeTlv(0x5f1d, jpeg), text(0x5f1e, 'rear')));
    expect(dg12?.front).toEqual({ format: 'jpeg', bytes: jpeg });
    expect(dg12).not.toHaveProperty('rear');
    expect(parseDg12(Uint8Array.of(0x61, 0))).toBeUndefined();
  });
});
