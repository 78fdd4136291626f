import { z } from 'zod';

/** A vendor or product number of USB: four hex digits, small letters. */
export const usbNumberSchema = z.string().regex(/^[0-9a-f]{4}$/, 'four hex digits, small letters');
