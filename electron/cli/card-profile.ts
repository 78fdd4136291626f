import { readFileSync } from 'node:fs';
import { checkConfig, configProblemLines } from '../../core/configuration/strict-config.ts';
import { FaultError } from '../../core/contract/errors.ts';
import {
  type VirtualChipProfile,
  virtualChipProfileSchema,
} from '../../native-bridges/contract/virtual-chip-profile.ts';

/**
 * The virtual chip a JSON file describes.
 * @throws FaultError `config-invalid` with the first thing that is wrong
 */
export const loadCardProfile = (file: string): VirtualChipProfile => {
  const checked = checkConfig(virtualChipProfileSchema, readJson(file));
  if (checked.ok) return checked.config;
  const [first = 'is no profile of a chip', ...more] = configProblemLines(checked.problems);
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new FaultError('config-invalid', `${file}: ${first}${rest}`);
};

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? cause.message : 'cannot be read';
    throw new FaultError('config-invalid', `${file}: ${why}`, { cause });
  }
};
