import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text after which every Electron program keeps its fuses (Electron manual, "Fuses"). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Version 1 of the fuse wire, with the nine fuses of Electron 45 in its own default states. */
const FUSE_WIRE = Buffer.from([1, 9, ...Buffer.from('101100011')]);

/**
 * A folder like an unpacked release of Electron, with a program that does nothing but hold the
 * fuses where a tool looks for them.
 */
export const writePlaceholderElectron = (directory: string): void => {
  mkdirSync(join(directory, 'locales'), { recursive: true });
  mkdirSync(join(directory, 'resources'));
  for (const language of ['de', 'en-US', 'vi']) {
    writeFileSync(join(directory, 'locales', `${language}.pak`), '');
  }
  writeFileSync(join(directory, 'version'), '45.4.1');
  const program = join(directory, 'electron');
  const filling = Buffer.alloc(4096);
  writeFileSync(
    program,
    Buffer.concat([Buffer.from('\x7fELF'), filling, Buffer.from(SENTINEL), FUSE_WIRE, filling]),
  );
  chmodSync(program, 0o755);
};
