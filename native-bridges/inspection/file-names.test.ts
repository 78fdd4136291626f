import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import { ELEMENTARY_FILES } from '../emrtd/elementary-files.ts';
import { dumpNameOf, elementaryFileNamed } from './file-names.ts';

const SOD_TAG = 0x77;

describe('names of dumped files', () => {
  it.each<[ElementaryFileName, readonly string[]]>([
    [
      'DG1',
      ['DG1.bin', 'EF_DG1.bin', 'ef.dg1', 'dg01.BIN', '0101.bin', '0x0101', 'DataGroup1.dat'],
    ],
    ['DG11', ['DG11.bin', '010B.bin', '010b', 'datagroup_11.bin']],
    ['DG16', ['DG16.bin', 'EF-DG16.BIN', 'FID_0110.bin']],
    ['COM', ['EF_COM.bin', 'COM.bin', 'ef.com', '011E.bin']],
    ['SOD', ['EF_SOD.bin', 'SOD.bin', 'sod', '011D.bin', 'EF.SOD.der']],
    ['CardAccess', ['EF_CardAccess.bin', 'CardAccess', '011c.bin']],
    ['CardSecurity', ['EF_CardSecurity.bin', 'cardsecurity.bin']],
    ['AtrInfo', ['EF_ATR_INFO.bin', 'EF.ATR', '2f01.bin']],
  ])('of %s are %j', (file, names) => {
    expect(names.map(name => elementaryFileNamed(name, SOD_TAG))).toEqual(names.map(() => file));
  });

  it('of other files are none', () => {
    const others = [
      'notes.txt',
      'DG4.bin',
      'DG99.bin',
      'DG.bin',
      '0199.bin',
      'DG1.bin.bak',
      'face.jpg',
    ];
    expect(others.map(name => elementaryFileNamed(name, SOD_TAG))).toEqual(
      others.map(() => undefined),
    );
  });

  it('tell by the first byte which of the two files with one identifier it is', () => {
    expect(elementaryFileNamed('011D.bin', SOD_TAG)).toBe('SOD');
    expect(elementaryFileNamed('011D.bin', 0x30)).toBe('CardSecurity');
    expect(elementaryFileNamed('011D.bin', undefined)).toBeUndefined();
  });

  it('are read back as they are written', () => {
    const files = Object.keys(ELEMENTARY_FILES) as ElementaryFileName[];
    expect(files.map(file => elementaryFileNamed(dumpNameOf(file), undefined))).toEqual(files);
  });

  it('may be any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.nat(255), { nil: undefined }), (name, byte) => {
        const file = elementaryFileNamed(name, byte);
        expect(file === undefined || file in ELEMENTARY_FILES).toBe(true);
      }),
    );
  });
});
