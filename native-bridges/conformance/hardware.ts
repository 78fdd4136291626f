import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type CardAccessKey,
  cardAccessKeysSchema,
  type DeviceKind,
} from '../../core/contract/device.ts';
import { deviceConfigSchema, type DeviceConfig } from '../contract/bridge.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';

/** Names a JSON file with an array of device configurations. */
const SWITCH = 'TIEP_DON_HARDWARE';
/** Names a JSON file with an array of keys that open the card at hand. */
const KEYS_SWITCH = 'TIEP_DON_HARDWARE_KEYS';

/**
 * Real devices of a kind to run the suites on: none unless the environment names a file. A person
 * has to be at them and do what the suite prints.
 */
export const hardwareOf = (kind: DeviceKind): readonly DeviceConfig[] => {
  const file = process.env[SWITCH];
  if (file === undefined) return [];
  return z
    .array(deviceConfigSchema)
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .filter(({ driver }) => DRIVER_TABLE[driver].kind === kind);
};

/** What opens the card a person lays on a real reader; none unless the environment names a file. */
export const hardwareKeys = (): readonly CardAccessKey[] => {
  const file = process.env[KEYS_SWITCH];
  return file === undefined
    ? []
    : cardAccessKeysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
};
