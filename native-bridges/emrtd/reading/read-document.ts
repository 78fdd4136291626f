import { FaultError } from '../../../core/contract/errors.ts';
import { type ElementaryFileName, type PresentCard } from '../../contract/chip-card.ts';
import { readBinaryOf, SHORT_RESPONSE, STATUS, type Exchange } from '../apdu.ts';
import { ELEMENTARY_FILES } from '../elementary-files.ts';
import { parseSecurityInfos, type SecurityInfo } from '../security-infos.ts';
import { passiveAuthentication } from '../trust/passive-authentication.ts';
import {
  checkDigest,
  parseSecurityObjectFile,
  type LdsSecurityObject,
} from '../trust/security-object.ts';
import {
  capabilitiesInAtr,
  capabilitiesInAtrInfo,
  type CardCapabilities,
} from './card-capabilities.ts';
import { cardExchange } from './card-exchange.ts';
import {
  activeEvidence,
  beginChipAuthentication,
  chipMappingEvidence,
  settleChipAuthentication,
} from './chip-proof.ts';
import { type ChipSession } from './chip-session.ts';
import { type ReadDocument, type ReadDocumentOptions } from './document-reading.ts';
import { createFileReader, type FileReader } from './file-reader.ts';
import { openChip } from './open-chip.ts';
import { createProgress, type Progress } from './progress.ts';
import { readingOrder } from './reading-order.ts';
import { createReadLimit } from './read-sizes.ts';
import { verdictOf, type ChipEvidence, type Verdict } from './verdict.ts';

export const readDocument: ReadDocument = async options => {
  const { card, keys, random, readSizes, signal, trace, onProgress } = options;
  const plain = cardExchange(card, signal, trace);
  const capabilities = await capabilitiesOf(plain, card);
  const limit = createReadLimit(readSizes, card.reader, capabilities.extendedLength === true);
  const reader = createFileReader(limit, capabilities);
  const progress = createProgress(options.files, onProgress);
  const session = await openChip({ plain, keys, random, reader });
  progress.opened();
  const document = await readFiles(options, session, reader, progress);
  const verdict = judge(options, document);
  progress.finished();
  const { files } = document;
  const { access, keyIndex } = session;
  return {
    access,
    ...(keyIndex === undefined ? {} : { keyIndex }),
    files,
    verdict,
    readLater: async name => {
      const outcome = await reader.read(session, name);
      if (outcome.kind !== 'read') return undefined;
      failUnlessSigned(name, outcome.bytes, signedDigests(files));
      return outcome.bytes;
    },
  };
};

/** The answer to reset says it, or else EF.ATR/INFO, where it is worth a command. */
const capabilitiesOf = async (plain: Exchange, card: PresentCard): Promise<CardCapabilities> => {
  const said = capabilitiesInAtr(card.atr);
  if (said.extendedLength !== undefined || !card.reader.extendedLength) return said;
  const { data, status } = await plain(readBinaryOf(ELEMENTARY_FILES.AtrInfo.sfi, SHORT_RESPONSE));
  const isThere = status === STATUS.ok || status === STATUS.endOfFile;
  return isThere ? capabilitiesInAtrInfo(data) : said;
};

interface ReadFiles {
  readonly files: ReadonlyMap<ElementaryFileName, Uint8Array>;
  readonly evidence: ChipEvidence;
}

const readFiles = async (
  options: ReadDocumentOptions,
  session: ChipSession,
  reader: FileReader,
  progress: Progress,
): Promise<ReadFiles> => {
  const { random } = options;
  const files = new Map<ElementaryFileName, Uint8Array>();
  let evidence = await provenByMapping(options, session, reader);
  let infos: readonly SecurityInfo[] = [];
  let chipAuthentication = false;
  for (const name of readingOrder(options.files)) {
    const bytes = await readOne(session, reader, name, progress, files.size === 0);
    if (bytes === undefined) continue;
    files.set(name, bytes);
    if (name !== 'DG14') continue;
    infos = parseSecurityInfos(bytes);
    if (evidence === 'none') {
      chipAuthentication = await beginChipAuthentication(session, infos, random);
    }
  }
  if (chipAuthentication) evidence = await settleChipAuthentication(session, infos, random);
  const dg15 = files.get('DG15');
  // One proof is enough, and a signature by RSA takes a chip as long as a file.
  if (evidence === 'none' && dg15 !== undefined) {
    evidence = await activeEvidence(session, dg15, infos, random);
  }
  return { files, evidence };
};

/** EF.CardSecurity is above the application, so it is read before that is entered. */
const provenByMapping = async (
  { trust, today }: ReadDocumentOptions,
  session: ChipSession,
  reader: FileReader,
): Promise<ChipEvidence> => {
  if (!session.access.startsWith('PACE')) return 'none';
  const { chipProof } = session;
  const outcome = chipProof && (await reader.read(session, 'CardSecurity'));
  await session.enterApplication();
  if (chipProof === undefined || outcome?.kind !== 'read') return 'none';
  return chipMappingEvidence(chipProof, outcome.bytes, trust, today);
};

const readOne = async (
  session: ChipSession,
  reader: FileReader,
  name: ElementaryFileName,
  progress: Progress,
  isFirst: boolean,
): Promise<Uint8Array | undefined> => {
  const onBytes = (done: number, total: number): void => progress.read(name, done, total);
  const outcome = await reader.read(session, name, { onBytes });
  if (outcome.kind === 'read') return outcome.bytes;
  if (outcome.kind === 'denied' && isFirst && session.access === 'none') {
    throw new FaultError('card-key-refused', 'the chip opens only with a key');
  }
  progress.read(name, 0, 0);
  return undefined;
};

const judge = ({ files: asked, trust, today }: ReadDocumentOptions, read: ReadFiles): Verdict => {
  if (!asked.includes('SOD')) return verdictOf(undefined, read.evidence);
  const { files } = read;
  const passive = passiveAuthentication({ sod: files.get('SOD'), files, trust, at: today });
  const evidence = hidesItsKeys(asked, files) ? 'wrong' : read.evidence;
  return verdictOf(passive, evidence);
};

/** A copy may leave out the files that would give it away; EF.SOD still names them. */
const hidesItsKeys = (
  asked: readonly ElementaryFileName[],
  files: ReadonlyMap<ElementaryFileName, Uint8Array>,
): boolean => {
  const signed = signedDigests(files)?.digests;
  return (['DG14', 'DG15'] as const).some(
    name =>
      asked.includes(name) &&
      !files.has(name) &&
      signed?.has(ELEMENTARY_FILES[name].dataGroup ?? 0) === true,
  );
};

const signedDigests = (
  files: ReadonlyMap<ElementaryFileName, Uint8Array>,
): LdsSecurityObject | undefined => {
  const sod = files.get('SOD');
  return sod && parseSecurityObjectFile(sod)?.securityObject;
};

const failUnlessSigned = (
  name: ElementaryFileName,
  bytes: Uint8Array,
  signed: LdsSecurityObject | undefined,
): void => {
  const { dataGroup } = ELEMENTARY_FILES[name];
  if (dataGroup === undefined || signed === undefined) return;
  const check = checkDigest(signed, dataGroup, bytes);
  if (check === 'differs' || check === 'missing') {
    throw new FaultError('card-not-authentic', `${name}: digest ${check}`);
  }
};
