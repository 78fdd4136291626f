import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
import { type PageFiles } from '../pages/page-files.ts';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import { APP_SCHEME, isAppUrl } from './app-origin.ts';

/**
 * Before `ready`: gives the scheme a tuple origin (`standard`) and a secure context (`secure`).
 * No other privilege: no fetch, no service worker, no exception from the Content Security Policy.
 */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true } },
  ]);
};

const empty = (status: number): Response => new Response(null, { status, headers: PAGE_HEADERS });

/** Answers one request for a page; what is not in the list of built files does not exist. */
export const answerPageRequest = async (
  request: Pick<Request, 'url' | 'method'>,
  directory: string,
  files: PageFiles,
): Promise<Response> => {
  if (request.method !== 'GET' || !isAppUrl(request.url)) return empty(405);
  const file = files.get(new URL(request.url).pathname);
  if (file === undefined) return empty(404);
  try {
    const bytes = await readFile(join(directory, file.relativePath));
    return new Response(new Uint8Array(bytes), {
      headers: {
        ...PAGE_HEADERS,
        'content-type': file.mediaType,
        'cache-control': file.cacheControl,
      },
    });
  } catch {
    return empty(500);
  }
};

/** Serves the built pages to that session. Node's fs reads inside the asar archive too. */
export const servePages = (to: Session, directory: string, files: PageFiles): void => {
  to.protocol.handle(APP_SCHEME, request => answerPageRequest(request, directory, files));
};
