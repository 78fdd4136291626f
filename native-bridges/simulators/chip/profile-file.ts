import { z } from 'zod';
import { FaultError } from '../../../core/contract/errors.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfile,
} from '../../contract/virtual-chip-profile.ts';

/**
 * The profile in a JSON text.
 * @throws FaultError `config-invalid`; the message names the fields that are wrong, not their values.
 */
export const parseProfileFile = (text: string): VirtualChipProfile => {
  const parsed = virtualChipProfileSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, code }) => `${z.core.toDotPath(path)}: ${code}`);
  throw new FaultError('config-invalid', `profile of a virtual chip: ${fields.join(', ')}`);
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new FaultError('config-invalid', 'profile of a virtual chip: not JSON');
  }
};
