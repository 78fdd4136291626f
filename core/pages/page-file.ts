import { WORKER_POLICY } from './page-headers.ts';

/** One file of the built pages, as it may be served. */
export interface PageFile {
  /** Below the directory of the pages, with `/`. */
  readonly relativePath: string;
  readonly mediaType: string;
  readonly cacheControl: string;
  /** Of a worker, in place of the page's own. */
  readonly contentSecurityPolicy?: string;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.wasm': 'application/wasm',
};

/** Names below assets/ carry a hash of the content: the same name is the same bytes for ever. */
const cacheControlOf = (path: string): string =>
  path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store';

/** As vite names the script of a worker. */
const isWorker = (path: string): boolean => /^assets\/[\w.-]+\.worker-[\w-]+\.js$/.test(path);

/** How a file is served, by its name; undefined where pages have no such files. */
export const pageFileOf = (relativePath: string): PageFile | undefined => {
  const mediaType = MEDIA_TYPES[/\.[a-z0-9]+$/.exec(relativePath)?.[0] ?? ''];
  if (mediaType === undefined) return undefined;
  return {
    relativePath,
    mediaType,
    cacheControl: cacheControlOf(relativePath),
    ...(isWorker(relativePath) ? { contentSecurityPolicy: WORKER_POLICY } : {}),
  };
};
