import { type IncomingHttpHeaders } from 'node:http';

/** `__Host-` binds it to this origin's host, all paths, and TLS or this machine (RFC 6265bis). */
export const DESK_COOKIE = '__Host-tiep-don-desk';

/** For the browser to keep in memory: without a lifetime it goes with the browser. */
export const cookieHeader = (token: string | undefined): string =>
  [
    `${DESK_COOKIE}=${token ?? ''}`,
    'Path=/',
    'Secure',
    'HttpOnly',
    'SameSite=Strict',
    ...(token === undefined ? ['Max-Age=0'] : []),
  ].join('; ');

/** What the browser keeps, in the one shape that it was given. */
export const tokenIn = (cookies: string | undefined): string | undefined => {
  const found = (cookies ?? '')
    .split(/;\s*/)
    .filter(pair => pair.startsWith(`${DESK_COOKIE}=`))
    .map(pair => pair.slice(DESK_COOKIE.length + 1));
  // Two of one name: somebody else set one of them.
  return found.length === 1 && /^[\w-]{43}$/.test(found[0] ?? '') ? found[0] : undefined;
};

const authorityOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * Is a call our own page's? A page of another origin cannot send JSON here without asking first,
 * which is never allowed; what it can send says so in Origin and Sec-Fetch-Site.
 */
export const isOwnCall = (headers: IncomingHttpHeaders): boolean => {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  return (
    origin !== undefined &&
    host !== undefined &&
    authorityOf(origin) === host.toLowerCase() &&
    (site === undefined || site === 'same-origin')
  );
};
