import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type TrustAnchors, mergeTrust } from '../emrtd/trust/trust-anchors.ts';
import { readTrustFile, type TrustFile } from '../emrtd/trust/trust-file.ts';

/** A file of the folder and what it gave. */
export interface TrustFolderEntry extends TrustFile {
  /** Relative to the folder. */
  readonly name: string;
}

export interface TrustFolderContent {
  readonly trust: TrustAnchors;
  /** In the order of their names; unreadable ones too, so that IT sees them. */
  readonly files: readonly TrustFolderEntry[];
}

export interface TrustFolder {
  /**
   * What the folder holds now. Files that did not change are not read again, and a folder that did
   * not change gives the same value again. A folder that is not there is empty.
   */
  load(): Promise<TrustFolderContent>;
}

export interface TrustFolderOptions {
  readonly directory: string;
  /** Milliseconds since 1970, for the signatures of master lists. */
  readonly now: () => number;
}

/** The export of the whole public key directory is about half of this. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

interface Cached {
  readonly fingerprint: string;
  readonly file: TrustFile;
}

/** The folder a hospital keeps its trust files in, whatever their names and formats. */
export const openTrustFolder = ({ directory, now }: TrustFolderOptions): TrustFolder => {
  let cache = new Map<string, Cached>();
  let content: TrustFolderContent | undefined;
  let loading: Promise<TrustFolderContent> | undefined;

  const loadChanged = async (): Promise<TrustFolderContent> => {
    const names = await fileNamesIn(directory);
    const found = new Map<string, Cached>();
    for (const name of names) {
      const cached = await readChanged(join(directory, name), cache.get(name), now);
      if (cached !== undefined) found.set(name, cached);
    }
    const same =
      found.size === cache.size && [...found].every(([name, cached]) => cache.get(name) === cached);
    cache = found;
    if (content !== undefined && same) return content;
    const files = [...found].map(([name, { file }]) => ({ name, ...file }));
    content = { trust: mergeTrust(files), files };
    return content;
  };

  return {
    load: () => {
      loading ??= loadChanged().finally(() => {
        loading = undefined;
      });
      return loading;
    },
  };
};

/** Undefined where the file went away in between. */
const readChanged = async (
  path: string,
  before: Cached | undefined,
  now: () => number,
): Promise<Cached | undefined> => {
  try {
    const status = await stat(path);
    if (!status.isFile()) return undefined;
    const { size, mtimeMs, ino } = status;
    const fingerprint = `${ino} ${size} ${mtimeMs}`;
    if (before?.fingerprint === fingerprint) return before;
    const bytes = size > MAX_FILE_BYTES ? new Uint8Array() : await readFile(path);
    return { fingerprint, file: readTrustFile(bytes, now()) };
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    return { fingerprint: 'unreadable', file: readTrustFile(new Uint8Array(), now()) };
  }
};

/** Files at any depth; hidden ones are somebody else's. */
const fileNamesIn = async (directory: string): Promise<string[]> => {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries
      .filter(entry => entry.isFile() || entry.isSymbolicLink())
      .map(entry => relative(directory, join(entry.parentPath, entry.name)))
      .filter(name => !name.split(/[/\\]/).some(part => part.startsWith('.')))
      .sort();
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw thrown;
  }
};

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
