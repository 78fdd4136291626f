import type { DeviceStatus } from '../../core/contract/device.ts';
import type { FaultCode } from '../../core/contract/errors.ts';
import type { Language } from '../../core/contract/primitives.ts';
import { staffEn } from '../../core/words/staff.en.ts';
import { staffVi, type StaffTexts } from '../../core/words/staff.vi.ts';
import type { WordKey } from '../../core/words/translation.ts';
import { useSnapshot } from '../kiosk/screen-context.ts';
import { createWords, type Values } from '../ui/words/words.ts';

const words = createWords({ vi: { words: staffVi }, en: { words: staffEn } }, 'vi');

export type StaffKey = WordKey<StaffTexts>;
export type Say = (key: StaffKey, values?: Values) => string;

export const staffWords = (language: Language): Say => {
  const translate = words.getFixedT(language);
  return (key, values) => translate(key, { ...values });
};

/** The words of the staff pages in the language of the screen. */
export const useStaffWords = (): Say => staffWords(useSnapshot(({ language }) => language));

type Advised = Exclude<keyof StaffTexts['advice'], 'other' | 'nearEnd'>;
const isAdvised = (code: FaultCode): code is FaultCode & Advised =>
  Object.hasOwn(staffVi.advice, code);

/** What a person at the kiosk can do about a fault. */
export const adviceFor = (say: Say, code: FaultCode): string =>
  isAdvised(code) ? say(`advice.${code}`) : say('advice.other', { code });

/** What to do about a device; undefined where all is well. */
export const adviceOfDevice = (say: Say, status: DeviceStatus): string | undefined => {
  if (status.fault !== undefined) return adviceFor(say, status.fault);
  return status.paper === 'near-end' ? say('advice.nearEnd') : undefined;
};
