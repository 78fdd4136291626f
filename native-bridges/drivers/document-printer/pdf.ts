import { type Sheet } from '../../../core/contract/sheet.ts';
import { openPdf } from '../../imaging/canvas.ts';
import { drawPage, measureWithFonts } from './draw-page.ts';
import { layOutPages, PAGE } from './page-layout.ts';

/** Fonts are embedded as far as they are used, and the text can be found and copied. */
export const renderPdf = (sheet: Sheet): Uint8Array => {
  const document = openPdf({ title: sheet.title, creator: 'Tiếp Đón' });
  for (const page of layOutPages(sheet, measureWithFonts())) {
    drawPage(document.beginPage(PAGE.width, PAGE.height), page);
    document.endPage();
  }
  return document.close();
};
