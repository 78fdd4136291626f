import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../ber-tlv.ts';
import { dg2File, faceImageData, faceRecord } from '../testing/face-files.ts';
import { parseDg2 } from './dg2.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9);
const JP2 = Uint8Array.of(0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20, 9, 9);
const CODESTREAM = Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 7, 7);

const facesOf = (file: Uint8Array) =>
  parseDg2(file)?.faces.map(({ format, bytes }) => [format, [...bytes]]);

describe('parseDg2', () => {
  it.each([
    ['JPEG', 'jpeg', JPEG],
    ['a JPEG 2000 file', 'jpeg2000', JP2],
    ['a bare JPEG 2000 codestream', 'jpeg2000', CODESTREAM],
  ])('finds %s behind the header of ISO/IEC 19794-5', (_name, format, image) => {
    expect(facesOf(dg2File([faceRecord([{ image }])]))).toEqual([[format, [...image]]]);
  });

  it('finds the picture behind feature points', () => {
    const file = dg2File([faceRecord([{ image: JPEG, points: 12 }])]);
    expect(facesOf(file)).toEqual([['jpeg', [...JPEG]]]);
  });

  it('gives several faces in their order: of one record and of several templates', () => {
    const two = faceRecord([{ image: JPEG }, { image: JP2 }]);
    const file = dg2File([two, faceRecord([{ image: CODESTREAM }])]);
    expect(facesOf(file)?.map(([format]) => format)).toEqual(['jpeg', 'jpeg2000', 'jpeg2000']);
  });

  it('finds the picture in the data objects of ISO/IEC 39794-5', () => {
    const file = dg2File([faceImageData([JPEG, JP2])], '39794');
    expect(facesOf(file)).toEqual([
      ['jpeg', [...JPEG]],
      ['jpeg2000', [...JP2]],
    ]);
  });

  it('finds it where the encoder leaves the outer [1] out', () => {
    const template = encodeTlv(0x7f60, encodeTlv(0x7f2e, faceImageData([JPEG])));
    const file = encodeTlv(0x75, encodeTlv(0x7f61, template));
    expect(facesOf(file)).toEqual([['jpeg', [...JPEG]]]);
  });

  it('searches for the picture where the lengths in the header are wrong', () => {
    const record = faceRecord([{ image: JPEG }]);
    record.set([0, 0, 0, 1], 14);
    expect(facesOf(dg2File([record]))).toEqual([['jpeg', [...JPEG]]]);
    record.set([0xff, 0xff, 0xff, 0xff], 14);
    expect(facesOf(dg2File([record]))).toEqual([['jpeg', [...JPEG]]]);
    record.set([0xff, 0xff], 18);
    expect(facesOf(dg2File([record]))).toEqual([['jpeg', [...JPEG]]]);
  });

  it('finds a picture that stands there without any header', () => {
    expect(facesOf(dg2File([JPEG]))).toEqual([['jpeg', [...JPEG]]]);
  });

  it('has no face where nothing is a picture', () => {
    const text = new TextEncoder().encode('not a picture');
    expect(facesOf(dg2File([faceRecord([{ image: text }]), text]))).toEqual([]);
    expect(facesOf(dg2File([faceImageData([text])], '39794'))).toEqual([]);
    expect(facesOf(encodeTlv(0x75, new Uint8Array()))).toEqual([]);
  });

  it('is no DG2 where its tag is missing', () => {
    expect(parseDg2(concatBytes(Uint8Array.of(0x61, 1, 1)))).toBeUndefined();
  });

  it('never gives more bytes than the file has, whatever is damaged', () => {
    const whole = dg2File([
      faceRecord([{ image: JPEG, points: 2 }, { image: JP2 }]),
      faceRecord([{ image: CODESTREAM }]),
    ]);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), changes => {
        const damaged = whole.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        const faces = parseDg2(damaged)?.faces ?? [];
        const total = faces.reduce((sum, { bytes }) => sum + bytes.length, 0);
        expect(total).toBeLessThanOrEqual(whole.length);
      }),
    );
  });
});
