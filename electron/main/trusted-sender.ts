import { type IpcMainInvokeEvent } from 'electron';
import { type Role } from '../host/host-interface.ts';
import { isAppUrl } from './app-origin.ts';

/** Which role each of our windows has, by the id of its contents. */
export type RolesOfContents = ReadonlyMap<number, Role>;

/**
 * A message counts only from a frame that still exists, is the top frame of one of our own
 * windows, and shows a page of our own origin: not from a frame inside, nor from a page that came
 * by navigation.
 */
export const isTrustedSender = (
  { sender, senderFrame: frame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  roles: RolesOfContents,
): boolean =>
  frame !== null &&
  !frame.isDestroyed() &&
  !frame.detached &&
  frame.parent === null &&
  frame === sender.mainFrame &&
  isAppUrl(frame.url) &&
  isAppUrl(frame.origin) &&
  roles.has(sender.id);
