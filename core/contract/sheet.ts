import { z } from 'zod';

/**
 * An A4 document as a list of blocks, top to bottom: what it says, never how a printer does it. It
 * runs over as many pages as it needs; a heading stays with what follows, a table repeats its head.
 */
export const sheetBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string().max(200), level: z.literal([1, 2]) }),
  z.object({
    kind: z.literal('text'),
    text: z.string().max(4000),
    size: z.enum(['small', 'normal', 'large']),
    weight: z.enum(['regular', 'bold']),
    align: z.enum(['left', 'center', 'right']),
  }),
  z.object({ kind: z.literal('pair'), label: z.string().max(120), value: z.string().max(1000) }),
  z.object({
    kind: z.literal('table'),
    columns: z
      .array(
        z.object({
          title: z.string().max(80),
          align: z.enum(['left', 'right']),
          /** Part of the width, in relation to the other columns. */
          share: z.number().positive().max(100),
        }),
      )
      .min(1)
      .max(8),
    rows: z.array(z.array(z.string().max(400)).max(8)).max(500),
  }),
  z.object({ kind: z.literal('code'), data: z.string().min(1).max(500) }),
  z.object({ kind: z.literal('rule') }),
  z.object({ kind: z.literal('space'), millimetres: z.number().min(0).max(100) }),
  /** Places to sign, side by side, with room for the hand between title and name. */
  z.object({
    kind: z.literal('signatures'),
    places: z
      .array(
        z.object({
          title: z.string().max(80),
          note: z.string().max(120).optional(),
          name: z.string().max(120).optional(),
        }),
      )
      .min(1)
      .max(3),
  }),
]);
export type SheetBlock = z.infer<typeof sheetBlockSchema>;

export const sheetSchema = z.object({
  /** BCP 47, for shaping and line breaking; `km` needs its own font. */
  language: z.enum(['vi', 'en', 'km']),
  /** What kind of document it is; stands in the file, where printers show it: nobody's name. */
  title: z.string().min(1).max(120),
  blocks: z.array(sheetBlockSchema).min(1).max(200),
});
export type Sheet = z.infer<typeof sheetSchema>;

export const documentJobSchema = z.object({
  jobId: z.uuid(),
  sheet: sheetSchema,
  copies: z.int().min(1).max(5),
  sides: z.enum(['one-sided', 'two-sided-long-edge']),
});
export type DocumentJob = z.infer<typeof documentJobSchema>;
