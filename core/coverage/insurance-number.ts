/** Who is insured and how well, as far as the printed number says (Decision 1351/QĐ-BHXH). */
export type InsuranceNumber =
  | {
      readonly form: 'card';
      readonly number: string;
      /** Two letters: TE children under 6, HT pensioners, DN employees, GD households … */
      readonly objectGroup: string;
      readonly benefitLevel: BenefitLevel;
      readonly provinceCode: string;
      readonly socialInsuranceNumber: string;
    }
  /** Newer cards print the BHXH number only; everything else is in the insurer's record. */
  | {
      readonly form: 'social-insurance-number';
      readonly number: string;
      readonly socialInsuranceNumber: string;
    };

export type BenefitLevel = 1 | 2 | 3 | 4 | 5;

/** Share of the cost in the benefit list that each level pays in network, in percent. */
export const BENEFIT_PERCENT = {
  1: 100,
  2: 100,
  3: 95,
  4: 80,
  5: 100,
} as const satisfies Record<BenefitLevel, number>;

/** Any text, separators and lower case forgiven; undefined where it is no insurance number. */
export const parseInsuranceNumber = (text: string): InsuranceNumber | undefined => {
  const number = text.replace(/[\s.\-–—]/g, '').toUpperCase();
  if (/^\d{10}$/.test(number)) {
    return { form: 'social-insurance-number', number, socialInsuranceNumber: number };
  }
  const match = /^([A-Z]{2})([1-5])(\d{2})(\d{10})$/.exec(number);
  if (!match) return undefined;
  const [, objectGroup = '', level = '', provinceCode = '', socialInsuranceNumber = ''] = match;
  return {
    form: 'card',
    number,
    objectGroup,
    benefitLevel: Number(level) as BenefitLevel,
    provinceCode,
    socialInsuranceNumber,
  };
};
