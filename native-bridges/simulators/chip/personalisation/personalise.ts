import { digest } from '../../../emrtd/cryptography/digests.ts';
import {
  type VirtualChipFile,
  type VirtualChipProfile,
} from '../../../contract/virtual-chip-profile.ts';
import { type DocumentSigner } from '../../issuer/issuer.ts';
import { type ChipDirectories, type ChipFile } from '../chip-files.ts';
import { encodeDg13 } from '../dg13-encoder.ts';
import { printMrz, type PrintedMrz } from '../mrz.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { alter } from './altered-files.ts';
import { chipKeys, type ChipKeys } from './chip-keys.ts';
import { encodeDg2 } from './face-encoder.ts';
import { encodeCom, encodeDg1, encodeDg3, LDS_FILES } from './lds-files.ts';
import { encodeDg11, encodeDg12, encodeDg16, encodeDg7 } from './lds-text-encoder.ts';
import { masterFiles } from './master-files.ts';
import { securityInfosOf, encodeDg14, encodeDg15 } from './security-files.ts';
import { testAuthority, type TestAuthority } from './test-authority.ts';
import { unsignedSecurityObject } from './unsigned-security-object.ts';

/** A chip as it leaves the issuer. */
export interface PersonalisedChip {
  readonly mrz: PrintedMrz;
  /** What the issuer signed, by name. */
  readonly files: ReadonlyMap<VirtualChipFile, Uint8Array>;
  /** What is on the chip, with what was changed or broken afterwards. */
  readonly directories: ChipDirectories;
  /** The keys the chip has: its own, or a cloned chip's guesses. */
  readonly keys: ChipKeys;
  /** Whose certificate a reader must trust to find the chip authentic. */
  readonly authority: TestAuthority;
}

/** Writes the files of the profile, as an issuer would; the same profile gives the same bytes. */
export const personalise = (profile: VirtualChipProfile): PersonalisedChip => {
  const seed = profile.seed ?? profile.id;
  const mrz = printMrz(profile.holder);
  const genuine = chipKeys(profile, seed);
  const authority = testAuthority(profile.issuer);
  const signer = signerOf(profile, seed, authority);
  const groups = dataGroups(profile, mrz, genuine);
  const files = new Map<VirtualChipFile, Uint8Array>(groups);
  files.set('COM', encodeCom([...groups.keys()]));
  const sod = securityObject(profile, groups, signer);
  if (sod !== undefined) files.set('SOD', sod);
  return {
    mrz,
    files,
    keys: profile.faults.cloned ? chipKeys(profile, `${seed} clone`) : genuine,
    authority,
    directories: {
      master: masterFiles(profile, genuine, signer),
      application: [...files].map(([name, content]) => onChip(profile, seed, name, content)),
    },
  };
};

const signerOf = (
  { issuer }: VirtualChipProfile,
  seed: string,
  authority: TestAuthority,
): DocumentSigner =>
  issuer.condition === 'unknown' || issuer.condition === 'impostor'
    ? testAuthority(issuer, issuer.condition).signer('genuine', seed)
    : authority.signer(issuer.condition, seed);

const dataGroups = (
  profile: VirtualChipProfile,
  mrz: PrintedMrz,
  keys: ChipKeys,
): Map<VirtualChipFile, Uint8Array> => {
  const { holder, portrait, groups } = profile;
  const infos = securityInfosOf(profile, keys);
  const content: Readonly<Record<Exclude<VirtualChipFile, 'COM' | 'SOD'>, () => Uint8Array>> = {
    DG1: () => encodeDg1(mrz),
    DG2: () => encodeDg2(portrait),
    DG3: () => encodeDg3(createSeededRandom(`${profile.seed ?? profile.id} DG3`)),
    DG7: encodeDg7,
    DG11: () => encodeDg11(holder),
    DG12: () => encodeDg12(holder),
    DG13: () => encodeDg13(holder),
    DG14: () => encodeDg14(infos),
    DG15: () => encodeDg15(keys.activeAuthentication?.publicKeyInfo),
    DG16: () => encodeDg16(holder),
  };
  const present = [
    ...groups,
    ...(infos.length > 0 ? (['DG14'] as const) : []),
    ...(keys.activeAuthentication === undefined ? [] : (['DG15'] as const)),
  ];
  const inOrder = [...new Set(present)].sort((a, b) => numberOf(a) - numberOf(b));
  return new Map(inOrder.map(name => [name, content[name]()] as const));
};

const numberOf = (group: VirtualChipFile): number => Number(group.slice(2));

const securityObject = (
  { issuer, holder }: VirtualChipProfile,
  groups: ReadonlyMap<VirtualChipFile, Uint8Array>,
  signer: DocumentSigner,
): Uint8Array | undefined => {
  if (issuer.condition === 'missing') return undefined;
  const digests = new Map(
    [...groups].map(([name, content]) => [numberOf(name), digest(issuer.hash, content)]),
  );
  if (issuer.condition === 'unsigned') return unsignedSecurityObject(digests, issuer.hash);
  const sod = signer.signSecurityObject(digests, {
    digestHash: issuer.hash,
    signingTime: Date.parse(holder.issueDate),
  });
  // The signature is the last value of SignedData: its last byte is the file's.
  if (issuer.condition === 'damaged') sod[sod.length - 1] = (sod.at(-1) ?? 0) ^ 0x01;
  return sod;
};

const onChip = (
  { access, faults, holder, link }: VirtualChipProfile,
  seed: string,
  name: VirtualChipFile,
  genuine: Uint8Array,
): ChipFile => {
  const { fid, shortId } = LDS_FILES[name];
  const altered = faults.altered.find(({ file }) => file === name);
  const unreadable = faults.unreadable.find(({ file }) => file === name);
  return {
    fid,
    shortId: link.shortFileIdentifiers ? shortId : 0,
    content: altered === undefined ? genuine : alter(name, genuine, altered.how, holder, seed),
    access: faults.refused.includes(name) ? 'never' : access.open ? 'always' : 'with-key',
    ...(unreadable && { failsFrom: unreadable.from }),
  };
};
