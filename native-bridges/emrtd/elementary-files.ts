import { type ElementaryFileName } from '../contract/chip-card.ts';

export interface ElementaryFile {
  /** File identifier for SELECT (ICAO 9303-10, table 38). */
  readonly fid: number;
  /** Tag of the one data object the file holds. */
  readonly tag: number;
}

export const ELEMENTARY_FILES: Readonly<Record<ElementaryFileName, ElementaryFile>> = {
  CardAccess: { fid: 0x011c, tag: 0x31 },
  CardSecurity: { fid: 0x011d, tag: 0x30 },
  AtrInfo: { fid: 0x2f01, tag: 0x7f },
  COM: { fid: 0x011e, tag: 0x60 },
  SOD: { fid: 0x011d, tag: 0x77 },
  DG1: { fid: 0x0101, tag: 0x61 },
  DG2: { fid: 0x0102, tag: 0x75 },
  DG3: { fid: 0x0103, tag: 0x63 },
  DG7: { fid: 0x0107, tag: 0x67 },
  DG11: { fid: 0x010b, tag: 0x6b },
  DG12: { fid: 0x010c, tag: 0x6c },
  DG13: { fid: 0x010d, tag: 0x6d },
  DG14: { fid: 0x010e, tag: 0x6e },
  DG15: { fid: 0x010f, tag: 0x6f },
  DG16: { fid: 0x0110, tag: 0x70 },
};

/** Application identifier of the eMRTD application (ICAO 9303-10, 3.3). */
export const EMRTD_APPLICATION = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);
