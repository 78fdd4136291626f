import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { type Printable, type PrintableBlock } from '../../../core/contract/printable.ts';
import { type Bitmap, isBlack } from '../../imaging/bitmap.ts';
import { encodePng } from '../../imaging/png.ts';
import { PRINTER_PROFILES } from './profiles.ts';
import { rasterise } from './raster.ts';

const WIDE = PRINTER_PROFILES['generic-80mm'];
const document = (blocks: PrintableBlock[], rest: Partial<Printable> = {}): Printable => ({
  language: 'vi',
  scale: 1,
  blocks,
  ...rest,
});
const text = (
  value: string,
  rest: Partial<Extract<PrintableBlock, { kind: 'text' }>> = {},
): PrintableBlock => ({
  kind: 'text',
  text: value,
  size: 'normal',
  weight: 'regular',
  align: 'left',
  ...rest,
});

/** Number of black dots in every row. */
const rowsOf = ({ bytesPerRow, heightDots, data }: Bitmap): number[] =>
  Array.from({ length: heightDots }, (_, row) =>
    data
      .subarray(row * bytesPerRow, (row + 1) * bytesPerRow)
      .reduce((sum, byte) => sum + (byte.toString(2).match(/1/g)?.length ?? 0), 0),
  );
const black = (bitmap: Bitmap): number => rowsOf(bitmap).reduce((sum, count) => sum + count, 0);

describe('rasterise', () => {
  it('is as wide as the head of the profile', () => {
    for (const profile of Object.values(PRINTER_PROFILES)) {
      const bitmap = rasterise(document([text('Phiếu')]), profile);
      expect(bitmap.widthDots).toBe(profile.widthDots);
      expect(bitmap.data).toHaveLength((profile.widthDots / 8) * bitmap.heightDots);
    }
  });

  it('draws the same document the same way every time', () => {
    const one = rasterise(document([text('Nguyễn Thị Ánh Tuyết'), { kind: 'rule' }]), WIDE);
    const other = rasterise(document([text('Nguyễn Thị Ánh Tuyết'), { kind: 'rule' }]), WIDE);
    expect(Buffer.compare(one.data, other.data)).toBe(0);
  });

  it.each(['small', 'normal', 'large', 'title'] as const)(
    'clips no mark of Vietnamese and lets no two lines touch: %s',
    size => {
      // The tallest and the deepest letters of the language, in four lines.
      const lines = ['Ẩ', 'ỵ', 'ẨỄỖẴỲỸ', 'ỘỢỤỰẬỆỵ', 'Ẩ', 'ộợụựậệgpqyỵ'];
      for (const scale of [1, 1.5] as const) {
        const draw = (values: string[]): Bitmap =>
          rasterise(
            document(
              values.map(value => text(value, { size, weight: 'bold' })),
              { scale },
            ),
            WIDE,
          );
        const together = draw(lines);
        expect(rowsOf(together)[0]).toBe(0);
        expect(rowsOf(together).at(-1)).toBe(0);
        const alone = lines.map(line => black(draw([line])));
        expect(black(together)).toBe(alone.reduce((sum, count) => sum + count, 0));
      }
    },
  );

  it('has a glyph for every Vietnamese letter, also in words that mix the font files', () => {
    const letters = Array.from('aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ').concat(
      Array.from('aăâeêioôơuưyAĂÂEÊIOÔƠUƯY').flatMap(vowel =>
        ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map(tone =>
          (vowel + tone).normalize('NFC'),
        ),
      ),
    );
    const picture = (value: string): string =>
      Buffer.from(rasterise(document([text(value, { size: 'title' })]), WIDE).data).toString('hex');
    const missing = picture('\u{1F9EA}');
    const pictures = letters.map(picture);
    expect(new Set(pictures).size).toBe(letters.length);
    expect(pictures).not.toContain(missing);
    expect(pictures).not.toContain(picture(' '));
  });

  it('draws separate marks as the composed letter', () => {
    const one = rasterise(document([text('Nguyễn')]), WIDE);
    const other = rasterise(document([text('Nguyễn'.normalize('NFD'))]), WIDE);
    expect(Buffer.compare(one.data, other.data)).toBe(0);
  });

  it('shapes Khmer: subscripts go below the letter instead of after it', () => {
    const width = (value: string): number => {
      const bitmap = rasterise(
        document([text(value, { size: 'title' })], { language: 'km' }),
        WIDE,
      );
      for (let x = bitmap.widthDots - 1; x >= 0; x -= 1) {
        for (let y = 0; y < bitmap.heightDots; y += 1) if (isBlack(bitmap, x, y)) return x;
      }
      return 0;
    };
    expect(width('ក្ក')).toBeLessThan(width('ក') * 1.5);
    expect(width('កក')).toBeGreaterThan(width('ក') * 1.6);
  });

  it('prints a banner white on black', () => {
    const bitmap = rasterise(document([{ kind: 'banner', text: 'ƯU TIÊN' }]), WIDE);
    const middle = rowsOf(bitmap).filter(count => count > 300);
    expect(middle.length).toBeGreaterThan(40);
    expect(black(bitmap)).toBeLessThan(560 * bitmap.heightDots);
  });

  it('draws every module of a code as a square of whole dots', () => {
    const bitmap = rasterise(document([{ kind: 'code', data: 'TD-0123456789' }]), WIDE);
    const runs = Array.from({ length: bitmap.heightDots }, (_, y) =>
      Array.from({ length: bitmap.widthDots }, (_dot, x) => (isBlack(bitmap, x, y) ? 'x' : ' '))
        .join('')
        .split(/ +/)
        .map(run => run.length)
        .filter(length => length > 0),
    ).flat();
    const smallest = Math.min(...runs);
    expect(smallest).toBeGreaterThanOrEqual(4);
    expect(runs.every(length => length % smallest === 0)).toBe(true);
  });

  it('spells no real-time command with its dots', () => {
    const blocks = Array.from(
      { length: 40 },
      (_, at): PrintableBlock =>
        at % 2 === 0 ? { kind: 'code', data: `TD-${at}` } : text(`Số ${at} ỘẪ /|\\.:`),
    );
    for (const profile of [WIDE, PRINTER_PROFILES['generic-58mm']]) {
      const bytes = Buffer.from(rasterise(document(blocks), profile).data);
      for (const second of [0x04, 0x05, 0x14])
        expect(bytes.includes(Buffer.of(0x10, second))).toBe(false);
    }
  });

  it('refuses a document that is longer than a metre of paper', () => {
    const blocks = Array.from({ length: 80 }, () => text('dài '.repeat(100), { size: 'title' }));
    expect(() => rasterise(document(blocks, { scale: 1.5 }), WIDE)).toThrow(
      expect.objectContaining({ code: 'render-failed' }),
    );
  });
});

describe('encodePng', () => {
  it('is read by another decoder as the same dots', async () => {
    const bitmap = rasterise(
      document([
        text('Tiếp đón'),
        { kind: 'banner', text: 'ƯU TIÊN' },
        { kind: 'code', data: 'A' },
      ]),
      WIDE,
    );
    const image = await loadImage(Buffer.from(encodePng(bitmap)));
    expect([image.width, image.height]).toEqual([bitmap.widthDots, bitmap.heightDots]);
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let different = 0;
    for (let dot = 0; dot < image.width * image.height; dot += 1) {
      const dark = (data[dot * 4] ?? 0) < 128;
      if (dark !== isBlack(bitmap, dot % image.width, Math.floor(dot / image.width)))
        different += 1;
    }
    expect(different).toBe(0);
  });
});
