import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import { readTlvHeader } from '../emrtd/ber-tlv.ts';
import { ELEMENTARY_FILES } from '../emrtd/elementary-files.ts';
import { dumpNameOf, elementaryFileNamed } from './file-names.ts';

export type ChipFiles = ReadonlyMap<ElementaryFileName, Uint8Array>;

export interface DumpedFiles {
  readonly files: ChipFiles;
  /** Names in the folder that are of no file of a chip. */
  readonly others: readonly string[];
}

/** More than any chip has memory for. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * The files of a chip in a folder, by their names.
 * @throws FaultError `bad-request` where there is no such folder, no file of a chip in it, two that
 * differ for the same file of the chip, or one too long for a chip.
 */
export const readDumpedFiles = async (directory: string): Promise<DumpedFiles> => {
  const files = new Map<ElementaryFileName, Uint8Array>();
  const others: string[] = [];
  for (const name of await namesIn(directory)) {
    const path = join(directory, name);
    const known = await chipFileAt(path, name);
    if (known === undefined) {
      others.push(name);
      continue;
    }
    const before = files.get(known.file);
    if (before !== undefined && Buffer.compare(before, known.content) !== 0) {
      throw new FaultError('bad-request', `${path}: a second ${known.file}, and not the same`);
    }
    files.set(known.file, known.content);
  }
  if (files.size > 0) return { files, others };
  throw new FaultError(
    'bad-request',
    `${directory}: no file of a chip in it, such as DG1.bin or SOD.bin`,
  );
};

const namesIn = async (directory: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter(entry => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw new FaultError('bad-request', `${directory}: no folder that can be read`, { cause });
  }
};

interface ChipFile {
  readonly file: ElementaryFileName;
  readonly content: Uint8Array;
}

/** Undefined where the name is of no file of a chip: such files are not even opened. */
const chipFileAt = async (path: string, name: string): Promise<ChipFile | undefined> => {
  const isNamed = [EITHER_FIRST_BYTE, undefined].some(byte => elementaryFileNamed(name, byte));
  if (!isNamed) return undefined;
  const bytes = await bytesOf(path);
  const file = elementaryFileNamed(name, bytes[0]);
  return file && { file, content: withoutFilling(file, bytes) };
};

/** Any that the file identifier 011D stands for something with. */
const EITHER_FIRST_BYTE = 0x77;

const bytesOf = async (path: string): Promise<Uint8Array> => {
  try {
    const { size } = await stat(path);
    if (size <= MAX_FILE_BYTES) return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new FaultError('bad-request', `${path} cannot be read`, { cause });
  }
  throw new FaultError('bad-request', `${path}: longer than any file of a chip`);
};

/** Some programs write the whole memory of the file: what is behind its object is not signed. */
const withoutFilling = (file: ElementaryFileName, bytes: Uint8Array): Uint8Array => {
  const { tag } = ELEMENTARY_FILES[file];
  const header = readTlvHeader(bytes);
  if (tag === undefined || header?.tag !== tag) return bytes;
  return bytes.subarray(0, header.size + header.length);
};

const OWNER_ONLY = { folder: 0o700, file: 0o600 } as const;
const FOR_OTHERS = 0o077;

/**
 * Makes the folder for files of a chip, for its owner's eyes only, or takes one that is empty and
 * closed to others.
 * @throws FaultError `bad-request` where it is neither.
 */
export const prepareDumpFolder = async (directory: string): Promise<void> => {
  try {
    const made = await mkdir(directory, { recursive: true, mode: OWNER_ONLY.folder });
    if (made !== undefined) {
      await chmod(directory, OWNER_ONLY.folder);
      return;
    }
    const { mode } = await stat(directory);
    const isOpen = process.platform !== 'win32' && (mode & FOR_OTHERS) !== 0;
    if (isOpen) throw new FaultError('bad-request', `${directory}: others may look into it`);
    if ((await readdir(directory)).length === 0) return;
  } catch (cause) {
    if (cause instanceof FaultError) throw cause;
    throw new FaultError('bad-request', `${directory}: no folder can be made there`, { cause });
  }
  throw new FaultError('bad-request', `${directory}: not empty; name a new folder`);
};

/**
 * Writes the files into a prepared folder; nothing is written over.
 * @returns their names, in the order of `files`
 * @throws FaultError `storage-failed`
 */
export const writeDumpedFiles = async (
  directory: string,
  files: ChipFiles,
): Promise<readonly string[]> => {
  const names: string[] = [];
  for (const [file, content] of files) {
    const name = dumpNameOf(file);
    try {
      await writeFile(join(directory, name), content, { mode: OWNER_ONLY.file, flag: 'wx' });
    } catch (cause) {
      throw new FaultError('storage-failed', `${join(directory, name)} cannot be written`, {
        cause,
      });
    }
    names.push(name);
  }
  return names;
};
