import { type Role } from '../host/host-interface.ts';
import { PAGE_OF } from '../pages/page-files.ts';

/** Our own scheme: a secure context of its own, far away from `file:` and the web. */
export const APP_SCHEME = 'tiepdon';
const APP_HOST = 'app';

export const pageUrl = (role: Role): string => `${APP_SCHEME}://${APP_HOST}${PAGE_OF[role]}`;

/**
 * True for addresses of our own origin only. Compared part by part: a text that merely begins
 * like ours belongs to somebody else.
 */
export const isAppUrl = (text: string): boolean => {
  const url = URL.parse(text);
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  );
};
