import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FaultError } from '../../core/contract/errors.ts';
import { type PageFile, pageFileOf } from '../../core/pages/page-file.ts';

/** Where the pages are built to; found from the sources and from the bundle alike. */
export const RENDERER_DIRECTORY = fileURLToPath(new URL('../../dist/renderer/', import.meta.url));

const DESK_PAGE = 'desk.html';

/**
 * URL path → file: the desk's page and what lies beside it. What is not in it does not exist.
 * @throws FaultError `config-invalid` where the pages are not built.
 */
export const listDeskFiles = async (directory: string): Promise<ReadonlyMap<string, PageFile>> => {
  const entries = await readdir(join(directory, 'assets'), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  const names = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const page = pageFileOf(DESK_PAGE);
  const hasPage = (await readdir(directory).catch((): string[] => [])).includes(DESK_PAGE);
  if (page === undefined || !hasPage) {
    throw new FaultError('config-invalid', 'the pages are not built: run "npm run build pages"');
  }
  return new Map([
    ['/', page],
    ...names.flatMap(name => {
      const file = pageFileOf(name);
      return file === undefined ? [] : [[`/${name}`, file] as const];
    }),
  ]);
};
