import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
import { type PageFiles } from '../pages/page-files.ts';
import { type PageFeatures, pageHeaders } from '../../core/pages/page-headers.ts';
import { APP_SCHEME, isAppUrl } from './app-origin.ts';

/**
 * Before `ready`: gives the scheme a tuple origin (`standard`) and a secure context (`secure`).
 * Fetch for the worker that reads the camera's pictures, within the Content Security Policy. No other
 * privilege: no service worker, no exception from that policy.
 */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
};

/** Answers one request for a page; what is not in the list of built files does not exist. */
export const answerPageRequest = async (
  request: Pick<Request, 'url' | 'method'>,
  directory: string,
  files: PageFiles,
  features: PageFeatures,
): Promise<Response> => {
  const headers = pageHeaders(features);
  const empty = (status: number): Response => new Response(null, { status, headers });
  if (request.method !== 'GET' || !isAppUrl(request.url)) return empty(405);
  const file = files.get(new URL(request.url).pathname);
  if (file === undefined) return empty(404);
  try {
    const bytes = await readFile(join(directory, file.relativePath));
    return new Response(new Uint8Array(bytes), {
      headers: {
        ...headers,
        'content-type': file.mediaType,
        'cache-control': file.cacheControl,
        ...(file.contentSecurityPolicy === undefined
          ? {}
          : { 'content-security-policy': file.contentSecurityPolicy }),
      },
    });
  } catch {
    return empty(500);
  }
};

/** Serves the built pages to that session. Node's fs reads inside the asar archive too. */
export const servePages = (
  to: Session,
  directory: string,
  files: PageFiles,
  features: PageFeatures,
): void => {
  to.protocol.handle(APP_SCHEME, request => answerPageRequest(request, directory, files, features));
};
