import { fileURLToPath } from 'node:url';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The built pages. */
export const RENDERER_DIRECTORY = fromHere('../../dist/renderer');

/** Entry of the device process: started by path, never imported. */
export const DEVICE_PROCESS_ENTRY = fromHere('../../native-bridges/process/main.ts');
