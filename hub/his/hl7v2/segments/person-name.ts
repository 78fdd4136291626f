import { type Repetition, componentOf } from '../message/message.ts';
import { type Wire, composite } from '../message/compose.ts';

/** HL7 table 0200: legal name; alias, which is not to replace the legal one. */
type NameType = 'L' | 'A';

/**
 * A Vietnamese name as XPN (2.A.88): family, middle, given, in this order (XPN.11 = F, table 0444).
 */
export const nameField = (name: string, type: NameType): Wire => {
  const words = name.split(/\s+/).filter(word => word !== '');
  const [family] = words;
  const given = words.length > 1 ? words.at(-1) : undefined;
  const middle = words.slice(1, -1).join(' ');
  const nothing = [undefined, undefined, undefined];
  return composite(family, given, middle, ...nothing, type, ...nothing, 'F');
};

/** The name as it is read aloud; undefined where there is none. */
export const nameOf = (repetition: Repetition | undefined): string | undefined => {
  const [family, given, middle] = [1, 2, 3].map(part => componentOf(repetition, part));
  const isGivenFirst = componentOf(repetition, 11) === 'G';
  const parts = isGivenFirst ? [given, middle, family] : [family, middle, given];
  const name = parts.filter(part => part !== undefined).join(' ');
  return name === '' ? undefined : name;
};
