import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type PageFile, pageFileOf } from '../../core/pages/page-file.ts';

/** URL path → file. What is not in it does not exist, so that no path can lead elsewhere. */
export type PageFiles = ReadonlyMap<string, PageFile>;

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

/** Served by the hub alone. */
const DESK_PAGE = '/desk.html';

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
    const file = pageFileOf(relativePath);
    if (file !== undefined) files.set(`/${relativePath}`, file);
  }
  files.delete(DESK_PAGE);
  if (!options.withPanel) files.delete(PAGE_OF.panel);
  if (options.withPaymentWindow !== true) files.delete(PAGE_OF.payment);
  if (!files.has(PAGE_OF.screen)) {
    throw new FaultError('config-invalid', 'the pages are not built: run "npm run build pages"');
  }
  return files;
};
