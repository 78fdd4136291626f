import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { WORKER_POLICY } from './page-headers.ts';

/** One file of the built pages, as a shell may serve it. */
interface PageFile {
  /** Below the directory of the pages, with `/`. */
  readonly relativePath: string;
  readonly mediaType: string;
  readonly cacheControl: string;
  /** Of a worker, in place of the page's own. */
  readonly contentSecurityPolicy?: string;
}

/** URL path → file. What is not in it does not exist, so that no path can lead elsewhere. */
export type PageFiles = ReadonlyMap<string, PageFile>;

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

const walk = async (directory: string, below: string): Promise<string[]> => {
  const entries = await readdir(join(directory, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(entry => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return walk(directory, path);
      return Promise.resolve(entry.isFile() ? [path] : []);
    }),
  );
  return found.flat();
};

/** The page each role opens; the last two exist only where there is something for them to show. */
export const PAGE_OF = {
  screen: '/kiosk.html',
  panel: '/panel.html',
  payment: '/payment.html',
} as const;

/**
 * Lists the built pages once.
 * @param directory Where vite put them (`dist/renderer`); may lie inside an asar archive.
 * @throws FaultError `config-invalid` where the kiosk's page is not there.
 */
export const listPageFiles = async (
  directory: string,
  options: { readonly withPanel: boolean; readonly withPaymentWindow?: boolean | undefined },
): Promise<PageFiles> => {
  const paths = await walk(directory, '').catch(() => []);
  const files = new Map<string, PageFile>();
  for (const relativePath of paths) {
    const mediaType = MEDIA_TYPES[extname(relativePath)];
    if (mediaType === undefined) continue;
    files.set(`/${relativePath}`, {
      relativePath,
      mediaType,
      cacheControl: cacheControlOf(relativePath),
      ...(isWorker(relativePath) ? { contentSecurityPolicy: WORKER_POLICY } : {}),
    });
  }
  if (!options.withPanel) files.delete(PAGE_OF.panel);
  if (options.withPaymentWindow !== true) files.delete(PAGE_OF.payment);
  if (!files.has(PAGE_OF.screen)) {
    throw new FaultError('config-invalid', 'the pages are not built: run "npm run build pages"');
  }
  return files;
};
