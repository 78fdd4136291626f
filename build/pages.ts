import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The screens and the device panel, as files of `dist/renderer`. */
export const buildPages = async (): Promise<void> => {
  await build({
    configFile: fileURLToPath(new URL('../renderer/vite.config.ts', import.meta.url)),
    logLevel: 'warn',
    mode: 'production',
  });
};
