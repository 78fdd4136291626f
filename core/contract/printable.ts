import { z } from 'zod';

/**
 * A ticket as a list of blocks, top to bottom: what to print, never how a printer does it.
 * Sizes are cap heights on paper in millimetres chosen by the renderer from these names.
 */
export const printableBlockSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().max(400),
    size: z.enum(['small', 'normal', 'large', 'title']),
    weight: z.enum(['regular', 'bold']),
    align: z.enum(['left', 'center']),
  }),
  /** A label and its value on one line, or the value below where both do not fit. */
  z.object({ kind: z.literal('pair'), label: z.string().max(80), value: z.string().max(200) }),
  /** The queue number, as large as the paper allows. */
  z.object({ kind: z.literal('number'), text: z.string().max(12) }),
  /** White on black over the whole width: class of the number, "printed again", "not yet synced". */
  z.object({ kind: z.literal('banner'), text: z.string().max(120) }),
  z.object({ kind: z.literal('code'), data: z.string().min(1).max(300) }),
  z.object({ kind: z.literal('rule') }),
  z.object({ kind: z.literal('space'), millimetres: z.number().min(0).max(50) }),
]);
export type PrintableBlock = z.infer<typeof printableBlockSchema>;

export const printableSchema = z.object({
  /** BCP 47, for shaping and line breaking; `km` needs its own font. */
  language: z.enum(['vi', 'en', 'km']),
  /** 1 = normal, 1.5 = the large-print ticket. */
  scale: z.union([z.literal(1), z.literal(1.5)]),
  blocks: z.array(printableBlockSchema).min(1).max(80),
});
export type Printable = z.infer<typeof printableSchema>;
