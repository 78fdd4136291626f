import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';
import { chipHolderSchema } from './chip-holder.ts';
import { chipProtocolsSchema } from './virtual-chip-profile.ts';

/**
 * What reading the chip comes to:
 * readable: as it should be; unreadable: the memory fails while the file is read; garbled: the file
 * is there and its bytes are not DG13; silent: the chip never answers; loses-contact: it is gone in
 * the middle of reading; not-authentic: the data do not match the digests of EF.SOD.
 */
const chipConditionSchema = z.enum([
  'readable',
  'unreadable',
  'garbled',
  'silent',
  'loses-contact',
  'not-authentic',
]);
export type ChipCondition = z.infer<typeof chipConditionSchema>;

/** A card of somebody who does not exist, for the simulated reader. Keys not named are dropped. */
export const syntheticCardSchema = chipHolderSchema.extend({
  id: idSchema,
  chip: chipConditionSchema.optional(),
  /** Absent: open to everybody, proven by chip and active authentication. */
  protocols: chipProtocolsSchema.optional(),
});
export type SyntheticCard = z.infer<typeof syntheticCardSchema>;
