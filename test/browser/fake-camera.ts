import { writeFile } from 'node:fs/promises';
import { create } from 'qrcode';

const WIDTH = 640;
const HEIGHT = 480;
const MODULE_PIXELS = 6;
/** Light grey rather than white, and dark grey: no camera sees black and white. */
const LIGHT = 200;
const DARK = 40;
/** No colour, in both planes of it. */
const GREY = 128;

const picture = (isDark: (x: number, y: number) => boolean): Buffer => {
  const frame = Buffer.alloc((WIDTH * HEIGHT * 3) / 2, GREY);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) frame[y * WIDTH + x] = isDark(x, y) ? DARK : LIGHT;
  }
  return frame;
};

const codePicture = (text: string): Buffer => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size * MODULE_PIXELS;
  const left = (WIDTH - side) >> 1;
  const top = (HEIGHT - side) >> 1;
  return picture((x, y) => {
    const column = Math.floor((x - left) / MODULE_PIXELS);
    const row = Math.floor((y - top) / MODULE_PIXELS);
    const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
    return inside && modules.get(row, column) === 1;
  });
};

/**
 * Writes what a camera sees before which nothing is held, and then a QR code, over and over
 * (YUV4MPEG2, 4:2:0, five pictures a second).
 */
export const writeFakeCamera = async (path: string, text: string): Promise<void> => {
  const nothing = picture(() => false);
  const code = codePicture(text);
  const frames = [nothing, ...Array.from({ length: 5 }, () => code)];
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420jpeg\n`);
  await writeFile(
    path,
    Buffer.concat([header, ...frames.flatMap(frame => [Buffer.from('FRAME\n'), frame])]),
  );
};

/** A browser whose camera shows that file. It asks nobody: that is for the product to arrange. */
export const fakeCameraFlags = (path: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${path}`,
];
