import { z } from 'zod';
import type { Ids } from '../../core/ports/ports.ts';
import type { StoreSettings } from './kiosk-store.ts';

const NAME = 'installation';

/**
 * What this data folder is told from every other by, also where kiosks have the same name or none
 * yet; made once and nothing secret.
 */
export const installationOf = (settings: Pick<StoreSettings, 'get' | 'set'>, ids: Ids): string => {
  const known = z.uuid().safeParse(settings.get(NAME)).data;
  if (known !== undefined) return known;
  const made = ids.uuid();
  settings.set(NAME, made);
  return made;
};
