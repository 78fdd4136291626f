import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Builds the pages into a folder as an installation has them. In a process of its own: the test
 * runner's environment would make it a development build.
 */
export const buildPages = async (
  outDir: string,
  mode: 'production' | 'gallery' = 'production',
): Promise<void> => {
  await promisify(execFile)(
    process.execPath,
    [
      fromRoot('node_modules/vite/bin/vite.js'),
      'build',
      ...['--config', fromRoot('renderer/vite.config.ts')],
      ...['--mode', mode, '--outDir', outDir, '--logLevel', 'error'],
    ],
    { env: { ...process.env, NODE_ENV: 'production' } },
  );
};
