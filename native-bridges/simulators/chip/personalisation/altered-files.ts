import { type ChipHolder } from '../../../contract/chip-holder.ts';
import { type VirtualChipFile } from '../../../contract/virtual-chip-profile.ts';
import { encodeDg13 } from '../dg13-encoder.ts';
import { printMrz } from '../mrz.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { encodeDg1 } from './lds-files.ts';

/** A file that is not the one that was signed any more. */
export const alter = (
  name: VirtualChipFile,
  genuine: Uint8Array,
  how: 'value' | 'garbled',
  holder: ChipHolder,
  seed: string,
): Uint8Array => {
  if (how === 'garbled') return garble(genuine, `${seed} ${name}`);
  if (name === 'DG13') return encodeDg13({ ...holder, residence: 'Địa chỉ đã bị sửa' });
  if (name === 'DG1') return encodeDg1(printMrz({ ...holder, name: 'Tên Đã Sửa' }));
  const changed = Uint8Array.from(genuine);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 0x01;
  return changed;
};

/** Tag and length stay, so that the file can be read; the rest is noise. */
const garble = (genuine: Uint8Array, seed: string): Uint8Array => {
  const noise = createSeededRandom(seed)(genuine.length);
  noise.set(genuine.subarray(0, 4));
  return noise;
};
