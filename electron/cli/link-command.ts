import { FaultError } from '../../core/contract/errors.ts';
import { controlAddress } from '../control/control-address.ts';
import { askForLink } from '../control/control-client.ts';
import type { KioskPlace } from './kiosk-place.ts';
import type { Answer } from './output.ts';

/** A link that works once, for a screen that lost its session or a second look by IT. */
export const linkCommand = async (
  { dataDirectory }: KioskPlace,
  page: 'screen' | 'panel',
): Promise<Answer> => {
  const link = await askForLink(controlAddress(dataDirectory), page);
  if (link === null) throw new FaultError('not-permitted', 'this kiosk has no device panel');
  return { json: { page, link }, lines: [link] };
};
