import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';

/**
 * Skia without the fonts of the machine: a ticket looks the same on every kiosk, and loading them
 * costs time and memory. The library looks at the variable while it is loaded, and an import would
 * be hoisted above the assignment.
 */
process.env['DISABLE_SYSTEM_FONTS_LOAD'] = '1';

const canvas = createRequire(import.meta.url)('@napi-rs/canvas') as typeof Canvas;

export const { createCanvas, GlobalFonts, ImageData, loadImage } = canvas;

/** A PDF of which each page is drawn like a picture; units are points. */
export const openPdf = (metadata: Canvas.PDFMetadata): Canvas.PDFDocument =>
  new canvas.PDFDocument(metadata);
