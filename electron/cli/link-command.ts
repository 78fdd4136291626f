import { FaultError } from '../../core/contract/errors.ts';
import { controlAddress } from '../control/control-address.ts';
import { askForLink } from '../control/control-client.ts';
import type { Role } from '../host/host-interface.ts';
import type { KioskPlace } from './kiosk-place.ts';
import type { Answer } from './output.ts';

const NAMES: Readonly<Record<Role, string>> = {
  screen: 'screen in a browser',
  panel: 'device panel',
  payment: 'payment display in a window of its own',
};

/** A link that works once, for a screen that lost its session or a second look by IT. */
export const linkCommand = async ({ dataDirectory }: KioskPlace, page: Role): Promise<Answer> => {
  const link = await askForLink(controlAddress(dataDirectory), page);
  if (link === null) throw new FaultError('not-permitted', `this kiosk has no ${NAMES[page]}`);
  return { json: { page, link }, lines: [link] };
};
