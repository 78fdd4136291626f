import type { IdentityClaim } from '../contract/identity.ts';

/** Nine digits: the old identity card; ten: the BHXH number; twelve: the citizen number. */
export function typedClaim(number: string, birthDate: string): IdentityClaim {
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
}
