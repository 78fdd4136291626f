import { concatBytes } from '@noble/hashes/utils.js';
import { expect, it } from 'vitest';
import { encodeTlv } from '../ber-tlv.ts';
import { parseDg7 } from './dg7.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1);

it('gives the pictures of signatures, and leaves out what is no picture', () => {
  const file = encodeTlv(
    0x67,
    concatBytes(
      encodeTlv(0x02, Uint8Array.of(2)),
      encodeTlv(0x5f43, JPEG),
      encodeTlv(0x5f43, Uint8Array.of(1, 2, 3)),
    ),
  );
  expect(parseDg7(file)).toEqual({ signatures: [{ format: 'jpeg', bytes: JPEG }] });
});

it('is no DG7 where its tag is missing', () => {
  expect(parseDg7(Uint8Array.of(0x61, 0))).toBeUndefined();
});
