import { type ElementaryFileName } from '../contract/chip-card.ts';

export interface ElementaryFile {
  /** File identifier for SELECT. */
  readonly fid: number;
  /** Short identifier for READ BINARY without a SELECT. */
  readonly sfi: number;
  /** Tag of the one data object the file holds; absent where it holds several. */
  readonly tag?: number;
  /** Directory the file is in: above access control, or in the eMRTD application. */
  readonly directory: 'master' | 'application';
  /** Number in EF.SOD, of data groups. */
  readonly dataGroup?: number;
  /** Bytes such a file usually has: how much of the progress it is, before its length is known. */
  readonly usualBytes: number;
}

const master = (fid: number, sfi: number, usualBytes: number, tag?: number): ElementaryFile => ({
  fid,
  sfi,
  directory: 'master',
  usualBytes,
  ...(tag === undefined ? {} : { tag }),
});

const application = (
  fid: number,
  sfi: number,
  tag: number,
  usualBytes: number,
): ElementaryFile => ({ fid, sfi, tag, directory: 'application', usualBytes });

const dataGroup = (number: number, tag: number, usualBytes: number): ElementaryFile => ({
  ...application(0x0100 + number, number, tag, usualBytes),
  dataGroup: number,
});

/** Files of the eMRTD (ICAO 9303-10, 3.6.3 and table 38). */
export const ELEMENTARY_FILES: Readonly<Record<ElementaryFileName, ElementaryFile>> = {
  AtrInfo: master(0x2f01, 0x01, 30),
  CardAccess: master(0x011c, 0x1c, 60, 0x31),
  CardSecurity: master(0x011d, 0x1d, 1_800, 0x30),
  COM: application(0x011e, 0x1e, 0x60, 30),
  SOD: application(0x011d, 0x1d, 0x77, 2_200),
  DG1: dataGroup(1, 0x61, 95),
  DG2: dataGroup(2, 0x75, 16_000),
  DG3: dataGroup(3, 0x63, 12_000),
  DG7: dataGroup(7, 0x67, 4_000),
  DG11: dataGroup(11, 0x6b, 200),
  DG12: dataGroup(12, 0x6c, 150),
  DG13: dataGroup(13, 0x6d, 600),
  DG14: dataGroup(14, 0x6e, 450),
  DG15: dataGroup(15, 0x6f, 320),
  DG16: dataGroup(16, 0x70, 200),
};

/** Application identifier of the eMRTD application (ICAO 9303-10, 3.3). */
export const EMRTD_APPLICATION = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);
