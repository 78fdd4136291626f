import { z } from 'zod';
import { type ElementaryFileName } from './chip-card.ts';

/** Files a hospital may choose to have read; the portrait is chosen by a setting of its own. */
const groupSchema = z.enum([
  'COM',
  'SOD',
  'DG1',
  'DG7',
  'DG11',
  'DG12',
  'DG13',
  'DG14',
  'DG15',
  'DG16',
] as const satisfies readonly ElementaryFileName[]);

/** Enough to know who it is (DG1, DG13) and that card and data are genuine (the others). */
const DEFAULT_GROUPS: readonly ElementaryFileName[] = ['DG1', 'DG13', 'DG14', 'DG15', 'SOD'];

/** What of a chip is read and believed: settings of every reader of chip cards. */
export const chipReadingSettings = {
  /** Folder with the certificates, master lists and revocation lists a chip is judged by. */
  trustFolder: z.string().min(1).max(4096).optional(),
  /** No file but these is read. */
  groups: z
    .array(groupSchema)
    .max(20)
    .refine(
      groups => groups.includes('DG1') || groups.includes('DG13'),
      'neither DG1 nor DG13: nobody could be recognised',
    )
    .optional(),
  /** The holder's picture is read as well, after everything else. */
  portrait: z.boolean().optional(),
  /** Debugging: one line in the log for each command, without a byte of its data. */
  apduTrace: z.boolean().optional(),
};

export type ChipReadingSettings = {
  readonly [Name in keyof typeof chipReadingSettings]?: z.infer<(typeof chipReadingSettings)[Name]>;
};

export interface ChipReadingChoice {
  readonly trustFolder: string | undefined;
  readonly groups: readonly ElementaryFileName[];
  readonly portrait: boolean;
  readonly apduTrace: boolean;
}

/** The settings of one reader with what is in force where it says nothing. */
export const chipReadingOf = (settings: ChipReadingSettings): ChipReadingChoice => ({
  trustFolder: settings.trustFolder,
  groups: settings.groups ?? DEFAULT_GROUPS,
  portrait: settings.portrait ?? false,
  apduTrace: settings.apduTrace ?? false,
});
