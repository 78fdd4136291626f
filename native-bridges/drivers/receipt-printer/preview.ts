import { type Printable } from '../../../core/contract/printable.ts';
import { type PrintPreview } from '../../contract/bridge.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { encodePng } from '../../imaging/png.ts';
import { type PrinterProfile } from './profiles.ts';
import { rasterise } from './raster.ts';

/**
 * The document as PNG, dot for dot what the printer gets.
 * @throws FaultError `render-failed`
 */
export const renderTicketPng = (
  document: Printable,
  profile: Pick<PrinterProfile, 'widthDots' | 'dotsPerMm'>,
): PrintPreview => pictureOf(rasterise(document, profile));

/** A bitmap in the form that crosses to the host. */
export const pictureOf = (bitmap: Bitmap): PrintPreview => ({
  png: Buffer.from(encodePng(bitmap)).toString('base64'),
  widthDots: bitmap.widthDots,
  heightDots: bitmap.heightDots,
});
