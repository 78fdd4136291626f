import { z } from 'zod';

/** A file of the hub's folder of keys, as it stands there. */
const keptFileSchema = z.object({
  name: z.string().regex(/^[a-z-]+\.(pem|key)$/),
  content: z.string(),
});

/** The first line of a backup. */
const headSchema = z.object({
  kind: z.literal('head'),
  version: z.string(),
  madeAt: z.iso.datetime(),
  hubId: z.string(),
  /** Which migrations had made the tables. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  files: z.array(keptFileSchema),
});
export type BackupHead = z.infer<typeof headSchema>;

const columnSchema = z.object({ name: z.string(), type: z.string() });
const rowSchema = z.array(z.string().nullable());

/** One line each of the text that is sealed. */
export const lineSchema = z.discriminatedUnion('kind', [
  headSchema,
  z.object({ kind: z.literal('table'), name: z.string(), columns: z.array(columnSchema) }),
  z.object({ kind: z.literal('rows'), rows: z.array(rowSchema) }),
  /** The last one: how many rows each table has. */
  z.object({ kind: z.literal('end'), counts: z.record(z.string(), z.int().nonnegative()) }),
]);
export type BackupLine = z.infer<typeof lineSchema>;
export type RowCounts = Readonly<Record<string, number>>;
