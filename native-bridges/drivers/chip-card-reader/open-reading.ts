import { FaultError } from '../../../core/contract/errors.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { openCardSession } from '../../emrtd/card-session.ts';
import { type ReadDocument } from '../../emrtd/reading/document-reading.ts';
import { digestMatches, parseSecurityObject } from '../../emrtd/security-object.ts';

/** Reads chips that stand open; the signature over their digests is not checked. */
export const readOpenDocument: ReadDocument = async ({ card, files, signal, onProgress }) => {
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
  const dg13 = found.get('DG13');
  if (dg13 === undefined) throw new FaultError('card-unreadable', 'no DG13 on the chip');
  const sod = found.get('SOD');
  const security = sod && parseSecurityObject(sod);
  const genuine = security !== undefined && digestMatches(security, 13, dg13) === true;
  return {
    access: 'none',
    files: found,
    verdict: genuine
      ? { authenticity: 'no-trust-anchor', reasons: ['signer-unknown'] }
      : { authenticity: 'invalid', reasons: ['digest-mismatch'] },
    readLater: name => session.readFile(name),
  };
};
