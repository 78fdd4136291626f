import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';

/**
 * Skia without the fonts of the machine: a ticket looks the same on every kiosk, and loading them
 * costs time and memory. The library looks at the variable while it is loaded, and an import would
 * be hoisted above the assignment.
 */
process.env['DISABLE_SYSTEM_FONTS_LOAD'] = '1';

export const { createCanvas, GlobalFonts, ImageData, loadImage } = createRequire(import.meta.url)(
  '@napi-rs/canvas',
) as typeof Canvas;
