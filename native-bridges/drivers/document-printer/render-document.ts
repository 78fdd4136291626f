import { FaultError } from '../../../core/contract/errors.ts';
import { type Sheet } from '../../../core/contract/sheet.ts';
import { type DocumentFormat } from '../../contract/document-printer-config.ts';
import { type PrinterState } from './ipp/printer-state.ts';
import { renderPdf } from './pdf.ts';
import { renderPwgRaster } from './pwg-raster.ts';

/** What a printer is sent. */
export interface ChosenFormat {
  readonly type: DocumentFormat;
  /** Of a raster. */
  readonly dotsPerInch: number;
}

/** Sharp enough for the marks of Vietnamese at eight points; more only takes longer. */
const BEST_DPI = 300;
const GREY = 'sgray_8';

/**
 * PDF where the printer takes it, since it is small and sharp; else the raster that every
 * driverless printer takes (PWG 5100.14, 4.3).
 * @throws FaultError `render-failed` where it takes neither
 */
export const chooseFormat = (
  state: Pick<PrinterState, 'formats' | 'resolutions' | 'rasterTypes'>,
): ChosenFormat => {
  const { formats, resolutions, rasterTypes } = state;
  if (formats.includes('application/pdf'))
    return { type: 'application/pdf', dotsPerInch: BEST_DPI };
  const takesGrey = rasterTypes.length === 0 || rasterTypes.includes(GREY);
  if (!formats.includes('image/pwg-raster') || !takesGrey) {
    throw new FaultError('render-failed', 'the printer takes neither PDF nor grey PWG raster');
  }
  const fitting = resolutions.filter(dpi => dpi <= BEST_DPI);
  const dotsPerInch = Math.max(...fitting, ...(fitting.length === 0 ? resolutions : []), 0);
  return { type: 'image/pwg-raster', dotsPerInch: dotsPerInch === 0 ? BEST_DPI : dotsPerInch };
};

/** @throws FaultError `render-failed` */
export const renderDocument = (sheet: Sheet, format: ChosenFormat): Uint8Array => {
  try {
    return format.type === 'application/pdf'
      ? renderPdf(sheet)
      : renderPwgRaster(sheet, format.dotsPerInch);
  } catch (thrown) {
    throw new FaultError('render-failed', 'the document could not be drawn', { cause: thrown });
  }
};
