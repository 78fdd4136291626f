import { slipNumberSchema } from '../contract/slip.ts';
import { printedText } from './person-name.ts';

/**
 * The number in a scanned or typed text, as slips carry it: alone, without separating blanks. No
 * form of referrals and re-examination slips has a published code; a text with fields or an address
 * of the web is none that anybody here could read.
 */
export const slipNumberIn = (text: string): string | undefined => {
  const number = printedText(text).replace(/\s/g, '').toUpperCase();
  return number.includes('//') ? undefined : slipNumberSchema.safeParse(number).data;
};
