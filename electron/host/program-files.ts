import { fileURLToPath } from 'node:url';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The built pages. */
export const RENDERER_DIRECTORY = fromHere('../../dist/renderer');

const isBundle = !import.meta.url.endsWith('.ts');

/** Entry of the device process: started by path, never imported; beside this bundle its bundle. */
export const DEVICE_PROCESS_ENTRY = fromHere(
  isBundle ? '../device-process/main.js' : '../../native-bridges/process/main.ts',
);
