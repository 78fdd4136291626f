import { describe, expect, it } from 'vitest';
import { printedBytes } from '../testing/printed-bytes.ts';
import { WORKED_EXAMPLES } from '../testing/worked-examples.ts';
import { parseCom } from './com.ts';

describe('parseCom', () => {
  it('reads the worked example: versions and the files there are', () => {
    expect(parseCom(WORKED_EXAMPLES.com)).toEqual({
      ldsVersion: '1.7',
      unicodeVersion: '4.0.0',
      // DG4, iris, is no file this reader knows.
      files: ['DG1', 'DG2', 'DG12'],
      unknownTags: [0x76],
    });
  });

  it('says nothing of versions that are no digits', () => {
    expect(parseCom(printedBytes('60 0B 5F01 04 "1.7 " 5C 02 61 6D'))).toEqual({
      files: ['DG1', 'DG13'],
      unknownTags: [],
    });
  });

  it('is no EF.COM where its tag is missing', () => {
    expect(parseCom(printedBytes('61 00'))).toBeUndefined();
    expect(parseCom(new Uint8Array())).toBeUndefined();
  });
});
