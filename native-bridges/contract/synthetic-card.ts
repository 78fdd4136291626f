import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';
import { chipHolderSchema } from './chip-holder.ts';
import { chipProtocolsSchema } from './virtual-chip-profile.ts';

/**
 * What reading the chip comes to:
 * readable: as it should be; unreadable: the memory fails while the file is read; garbled: the file
 * is there and its bytes are not DG13; silent: the chip never answers; loses-contact: it is gone in
 * the middle of reading; slow: it answers later than anybody waits; not-authentic: the data do not
 * match the digests of EF.SOD; cloned: the genuine files on a chip without the keys; locked: it
 * opens by BAC with the key of its machine readable zone; locked-by-pace: it opens by PACE with that
 * key or with the number printed on it.
 */
const chipConditionSchema = z.enum([
  'readable',
  'unreadable',
  'garbled',
  'silent',
  'loses-contact',
  'slow',
  'not-authentic',
  'cloned',
  'locked',
  'locked-by-pace',
]);
export type ChipCondition = z.infer<typeof chipConditionSchema>;

/** A card of somebody who does not exist, for the simulated reader. Keys not named are dropped. */
export const syntheticCardSchema = chipHolderSchema.extend({
  id: idSchema,
  chip: chipConditionSchema.optional(),
  /** Absent: what the condition says, else open to everybody; proven by chip authentication. */
  protocols: chipProtocolsSchema.optional(),
});
export type SyntheticCard = z.infer<typeof syntheticCardSchema>;
