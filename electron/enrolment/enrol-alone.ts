import { asFaultError } from '../../core/contract/errors.ts';
import type { Log } from '../host/host-interface.ts';
import type { ConnectDesk } from './connect-desk.ts';
import type { HubLink } from './hub-link.ts';

/** A code from whoever started hub and kiosk together on one machine. */
export type AskForCode = () => Promise<string>;

/** Lets a kiosk of the demonstration join without a person, where it has not joined. */
export const enrolAlone = async (
  link: HubLink,
  desk: ConnectDesk,
  ask: AskForCode | undefined,
  log: Log,
): Promise<void> => {
  if (ask === undefined || link.current().state !== 'not-enrolled') return;
  await joinAnew(desk, ask, log);
};

/** The hub beside this kiosk has other data than before and does not know it. */
export const joinAnew = async (desk: ConnectDesk, ask: AskForCode, log: Log): Promise<void> => {
  try {
    await desk.connect(await ask());
  } catch (cause) {
    log.warn({ code: asFaultError(cause).code }, 'could not join by itself');
  }
};
