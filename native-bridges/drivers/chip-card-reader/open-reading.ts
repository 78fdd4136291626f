import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { openCardSession } from '../../emrtd/card-session.ts';
import { type ReadDocument } from '../../emrtd/reading/document-reading.ts';
import { passiveAuthentication } from '../../emrtd/trust/passive-authentication.ts';

/** Reads chips that stand open; the signature over their digests is not checked. */
export const readOpenDocument: ReadDocument = async ({
  card,
  files,
  signal,
  onProgress,
  trust,
  today,
}) => {
  const session = openCardSession(command => {
    signal?.throwIfAborted();
    return card.transmit(command);
  });
  const found = new Map<ElementaryFileName, Uint8Array>();
  for (const [at, name] of files.entries()) {
    const file = await session.readFile(name);
    if (file !== undefined) found.set(name, file);
    onProgress?.((at + 1) / files.length);
  }
  const { outcome, reasons } = passiveAuthentication({
    sod: found.get('SOD'),
    files: found,
    trust,
    at: today,
  });
  return {
    access: 'none',
    files: found,
    verdict: { authenticity: outcome, reasons },
    readLater: name => session.readFile(name),
  };
};
