import {
  type VirtualChipFile,
  type VirtualChipProfile,
} from '../../../contract/virtual-chip-profile.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { type ChipDirectories, type ChipFile } from '../chip-files.ts';
import { encodeDg13 } from '../dg13-encoder.ts';
import { printMrz, type PrintedMrz } from '../mrz.ts';
import { encodeSecurityObject } from '../security-object-encoder.ts';
import { encodeCom, encodeDg1, LDS_FILES } from './lds-files.ts';

/** A chip as it leaves the issuer. */
export interface PersonalisedChip {
  readonly mrz: PrintedMrz;
  /** What the issuer signed, by name. */
  readonly files: ReadonlyMap<VirtualChipFile, Uint8Array>;
  /** What is on the chip, with what was changed or broken afterwards. */
  readonly directories: ChipDirectories;
}

/** Writes the files of the profile, as an issuer would; the same profile gives the same bytes. */
export const personalise = (profile: VirtualChipProfile): PersonalisedChip => {
  const mrz = printMrz(profile.holder);
  const groups = dataGroups(profile, mrz);
  const files = new Map<VirtualChipFile, Uint8Array>(groups);
  files.set('COM', encodeCom([...groups.keys()]));
  if (profile.issuer.condition !== 'missing') {
    files.set(
      'SOD',
      encodeSecurityObject(
        new Map([...groups].map(([name, content]) => [Number(name.slice(2)), content])),
      ),
    );
  }
  const application = [...files].map(([name, content]) => onChip(profile, name, content));
  return { mrz, files, directories: { master: [], application } };
};

const dataGroups = (
  profile: VirtualChipProfile,
  mrz: PrintedMrz,
): Map<VirtualChipFile, Uint8Array> => {
  const content: Partial<Record<VirtualChipFile, () => Uint8Array>> = {
    DG1: () => encodeDg1(mrz),
    DG13: () => encodeDg13(profile.holder),
  };
  return new Map(
    profile.groups.flatMap(name => {
      const encode = content[name];
      return encode === undefined ? [] : [[name, encode()] as const];
    }),
  );
};

const onChip = (
  { access, faults, seed, id, holder, link }: VirtualChipProfile,
  name: VirtualChipFile,
  genuine: Uint8Array,
): ChipFile => {
  const { fid, shortId } = LDS_FILES[name];
  const altered = faults.altered.find(({ file }) => file === name);
  const unreadable = faults.unreadable.find(({ file }) => file === name);
  const content =
    altered === undefined
      ? genuine
      : altered.how === 'value' && name === 'DG13'
        ? encodeDg13({ ...holder, residence: 'Địa chỉ đã bị sửa' })
        : garble(genuine, `${seed ?? id} ${name}`);
  return {
    fid,
    shortId: link.shortFileIdentifiers ? shortId : 0,
    content,
    access: faults.refused.includes(name) ? 'never' : access.open ? 'always' : 'with-key',
    ...(unreadable && { failsFrom: unreadable.from }),
  };
};

/** Tag and length stay, so that the file can be read; the rest is noise. */
const garble = (genuine: Uint8Array, seed: string): Uint8Array => {
  const noise = createSeededRandom(seed)(genuine.length);
  noise.set(genuine.subarray(0, 4));
  return noise;
};
