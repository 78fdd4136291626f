import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sound } from '../../../core/contract/sound.ts';

const EXTENSIONS = ['mp3', 'ogg', 'wav', 'webm'];
/** About a minute of speech; what crosses to the page is a third longer. */
const LARGEST_BYTES = 1_000_000;

export type FindRecording = (sound: Sound) => Promise<string | undefined>;

/**
 * Finds `<folder>/<language>/<name>` in the folder of a hospital's recordings, as base64; read anew
 * each time, so that a better recording needs no restart.
 */
export const recordingsIn =
  (folder: string | undefined): FindRecording =>
  async ({ name, language }) => {
    if (folder === undefined) return undefined;
    for (const extension of EXTENSIONS) {
      const file = await readFile(join(folder, language, `${name}.${extension}`)).catch(
        () => undefined,
      );
      if (file !== undefined && file.length > 0 && file.length <= LARGEST_BYTES) {
        return file.toString('base64');
      }
    }
    return undefined;
  };
