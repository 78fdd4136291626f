import type { IdentityClaim } from '../contract/identity.ts';
import { printedText } from '../identity/person-name.ts';
import type { VisitContext } from './visit-context.ts';
import type { VisitEvent } from './visit-events.ts';

/** What somebody typed about who they are; undefined for any other event. */
export function typedClaimOf(event: VisitEvent): IdentityClaim | undefined {
  switch (event.type) {
    case 'submitNumber':
      return numberClaim(event.number, event.birthDate);
    case 'submitDescription':
      return {
        method: 'typed',
        name: printedText(event.name),
        birthDate: event.birthDate,
        gender: event.gender,
        authenticity: 'not-checked',
        flags: ['identity-temporary'],
      };
    case 'submitPassport':
      return {
        method: 'typed',
        passportNumber: event.number,
        ...(event.state === undefined
          ? {}
          : { passportIssuer: event.state, nationality: event.state }),
        name: printedText(event.name),
        birthDate: event.birthDate,
        authenticity: 'not-checked',
        flags: [],
      };
    default:
      return undefined;
  }
}

/** Nine digits: the old identity card; ten: the BHXH number; twelve: the citizen number. */
const numberClaim = (number: string, birthDate: string): IdentityClaim => {
  const shape =
    number.length === 12
      ? { citizenNumber: number }
      : number.length === 9
        ? { oldNumber: number }
        : number.length === 10
          ? { insurance: { cardNumber: number } }
          : {};
  return {
    method: 'typed',
    ...shape,
    birthDate,
    authenticity: 'not-checked',
    flags:
      'citizenNumber' in shape || 'oldNumber' in shape || 'insurance' in shape
        ? []
        : ['number-shape-unknown'],
  };
};

/** The chip says what the code of the same document said before. */
export const provesClaim = ({ claim }: VisitContext, chip: IdentityClaim): boolean =>
  (chip.citizenNumber !== undefined && chip.citizenNumber === claim?.citizenNumber) ||
  (chip.passportNumber !== undefined &&
    chip.passportNumber === claim?.passportNumber &&
    chip.passportIssuer === claim.passportIssuer);
