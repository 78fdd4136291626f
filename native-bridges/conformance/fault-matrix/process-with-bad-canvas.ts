/**
 * The device process with a canvas that takes it down over one word, as native code does that reads
 * where nothing is: no error that could be caught, the process is gone.
 */
import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';
import { FATAL_WORD } from './fatal-word.ts';

process.env['DISABLE_SYSTEM_FONTS_LOAD'] = '1';

const { createCanvas } = createRequire(import.meta.url)('@napi-rs/canvas') as typeof Canvas;
const drawing = Object.getPrototypeOf(createCanvas(8, 8).getContext('2d')) as Pick<
  Canvas.SKRSContext2D,
  'measureText'
>;
const { measureText } = drawing;
drawing.measureText = function (this: typeof drawing, text) {
  if (text.includes(FATAL_WORD)) process.abort();
  return measureText.call(this, text);
};

await import('../../process/main.ts');
