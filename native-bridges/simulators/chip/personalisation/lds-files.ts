import { concatBytes } from '@noble/hashes/utils.js';
import { type VirtualChipFile } from '../../../contract/virtual-chip-profile.ts';
import { encodeTlv } from '../../../emrtd/ber-tlv.ts';
import { type RandomBytes } from '../../../emrtd/cryptography/random.ts';
import { type PrintedMrz } from '../mrz.ts';

/** Identifier, short identifier and tag of the files of the application (ICAO 9303-10, table 38). */
export const LDS_FILES: Readonly<
  Record<VirtualChipFile, { readonly fid: number; readonly shortId: number; readonly tag: number }>
> = {
  COM: { fid: 0x011e, shortId: 0x1e, tag: 0x60 },
  SOD: { fid: 0x011d, shortId: 0x1d, tag: 0x77 },
  DG1: { fid: 0x0101, shortId: 1, tag: 0x61 },
  DG2: { fid: 0x0102, shortId: 2, tag: 0x75 },
  DG3: { fid: 0x0103, shortId: 3, tag: 0x63 },
  DG7: { fid: 0x0107, shortId: 7, tag: 0x67 },
  DG11: { fid: 0x010b, shortId: 11, tag: 0x6b },
  DG12: { fid: 0x010c, shortId: 12, tag: 0x6c },
  DG13: { fid: 0x010d, shortId: 13, tag: 0x6d },
  DG14: { fid: 0x010e, shortId: 14, tag: 0x6e },
  DG15: { fid: 0x010f, shortId: 15, tag: 0x6f },
  DG16: { fid: 0x0110, shortId: 16, tag: 0x70 },
};

const ascii = new TextEncoder();

/** EF.COM: versions and the tags of the data groups there are (9303-10, 4.6.1). */
export const encodeCom = (groups: readonly VirtualChipFile[]): Uint8Array =>
  encodeTlv(
    LDS_FILES.COM.tag,
    concatBytes(
      encodeTlv(0x5f01, ascii.encode('0107')),
      encodeTlv(0x5f36, ascii.encode('040000')),
      encodeTlv(
        0x5c,
        Uint8Array.from(groups, group => LDS_FILES[group].tag),
      ),
    ),
  );

/** EF.DG1: the machine readable zone (9303-10, 4.7.1). */
export const encodeDg1 = ({ lines }: PrintedMrz): Uint8Array =>
  encodeTlv(LDS_FILES.DG1.tag, encodeTlv(0x5f1f, ascii.encode(lines.join(''))));

/** EF.DG3 as chips have it that keep fingerprints to themselves: nothing a reader may know. */
export const encodeDg3 = (random: RandomBytes): Uint8Array =>
  encodeTlv(
    LDS_FILES.DG3.tag,
    encodeTlv(0x7f61, concatBytes(encodeTlv(0x02, Uint8Array.of(0)), encodeTlv(0x53, random(16)))),
  );
