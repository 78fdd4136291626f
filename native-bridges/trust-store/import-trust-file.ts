import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { readTrustFile, type TrustFile, type TrustFileKind } from '../emrtd/trust/trust-file.ts';

export interface ImportedTrustFile extends TrustFile {
  /** Its name in the folder. */
  readonly name: string;
}

const EXTENSIONS: Readonly<Record<TrustFileKind, string>> = {
  certificate: 'cer',
  'revocation-list': 'crl',
  'master-list': 'ml',
  'certificate-collection': 'p7c',
  'directory-export': 'ldif',
  unreadable: 'bin',
};

/**
 * Copies a trust file into the folder under a name made of its content, so that the same file comes
 * in once however often it is imported.
 * @throws FaultError `config-invalid` where there is nothing to trust in it.
 */
export const importTrustFile = async (
  directory: string,
  source: string,
  at: number,
): Promise<ImportedTrustFile> => {
  const bytes = await readFile(source);
  const file = readTrustFile(bytes, at);
  if (file.certificates.length + file.revocationLists.length === 0) {
    const why = file.reasons.join(', ') || file.kind;
    throw new FaultError('config-invalid', `no certificate and no revocation list: ${why}`);
  }
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const name = `${file.kind}-${digest}.${EXTENSIONS[file.kind]}`;
  await mkdir(directory, { recursive: true });
  // A reader that looks in between must never find half a file.
  const unfinished = join(directory, `.${name}.part`);
  try {
    await writeFile(unfinished, bytes, { mode: 0o644 });
    await rename(unfinished, join(directory, name));
  } finally {
    await rm(unfinished, { force: true });
  }
  return { name, ...file };
};
