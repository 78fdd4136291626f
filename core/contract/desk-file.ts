import { z } from 'zod';

/** A file as a browser saves it; `content` is base64. */
export const deskFileSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  content: z.string(),
});
export type DeskFile = z.infer<typeof deskFileSchema>;

export const DESK_FILE_FORMATS = ['pdf', 'xlsx', 'csv'] as const;
export type DeskFileFormat = (typeof DESK_FILE_FORMATS)[number];
