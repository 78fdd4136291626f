import type { IdentityClaim } from '../contract/identity.ts';
import type { Language } from '../contract/primitives.ts';
import { VIET_NAM } from '../identity/states.ts';
import type { VisitContext } from './visit-context.ts';

/** A visitor's passport turns the screen to English, until somebody chooses a language. */
export const offeredLanguage = (
  { languageChosen, whose }: VisitContext,
  { passportNumber, nationality }: IdentityClaim,
): { readonly language?: Language } =>
  passportNumber === undefined || nationality === VIET_NAM || languageChosen || whose !== 'own'
    ? {}
    : { language: 'en' };
