import { type ElementaryFileName } from '../contract/chip-card.ts';
import { ELEMENTARY_FILES } from '../emrtd/elementary-files.ts';

const EF_SOD = 0x77;
const CARD_SECURITY = 0x30;

/** What programs call the files besides their names in ICAO 9303-10; groups are found by number. */
const OTHER_NAMES: Readonly<Record<string, ElementaryFileName>> = {
  COM: 'COM',
  SOD: 'SOD',
  SECURITYOBJECT: 'SOD',
  DOCUMENTSECURITYOBJECT: 'SOD',
  CARDACCESS: 'CardAccess',
  CARDSECURITY: 'CardSecurity',
  ATR: 'AtrInfo',
  ATRINFO: 'AtrInfo',
};

/**
 * Which file of a chip a dump of that name holds: `EF_DG1.bin`, `DG01.dat`, `datagroup1`, `SOD.bin`
 * or the file identifier, `0101.bin`, in any case; undefined where the name is of none. Two files
 * have the identifier 011D, one in each directory: their first byte tells.
 */
export const elementaryFileNamed = (
  fileName: string,
  firstByte: number | undefined,
): ElementaryFileName | undefined => {
  const bare = fileName
    .replace(/\.(bin|dat|der|raw|tlv|ber)$/i, '')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
  const name = bare.replace(/^EF(?=[A-Z])/, '');
  const group = /^(?:DG|DATAGROUP)0?(\d{1,2})$/.exec(name)?.[1];
  if (group !== undefined) return fileWhere(({ dataGroup }) => dataGroup === Number(group));
  const fid = /^(?:FID|0X)?([0-9A-F]{4})$/.exec(bare)?.[1];
  if (fid === undefined) return OTHER_NAMES[name];
  if (fid === '011D') return BY_FIRST_BYTE[firstByte ?? 0];
  return fileWhere(file => file.fid === Number.parseInt(fid, 16));
};

const BY_FIRST_BYTE: Readonly<Record<number, ElementaryFileName>> = {
  [EF_SOD]: 'SOD',
  [CARD_SECURITY]: 'CardSecurity',
};

const fileWhere = (
  is: (file: (typeof ELEMENTARY_FILES)[ElementaryFileName]) => boolean,
): ElementaryFileName | undefined =>
  (Object.keys(ELEMENTARY_FILES) as ElementaryFileName[]).find(name => is(ELEMENTARY_FILES[name]));

/** The name a file is written under: `EF_COM.bin` and `EF_SOD.bin`, groups as `DG1.bin`. */
export const dumpNameOf = (file: ElementaryFileName): string =>
  ELEMENTARY_FILES[file].dataGroup === undefined ? `EF_${file}.bin` : `${file}.bin`;
