import type { Exemption } from '../contract/coverage.ts';
import type { BusinessDay, PartialDate } from '../contract/primitives.ts';
import { isAfterDay, isBeforeDay } from '../identity/partial-date.ts';
import { BENEFIT_PERCENT, parseInsuranceNumber } from './insurance-number.ts';

/** An amount in whole đồng from a day on. */
export interface DatedAmount {
  readonly from: BusinessDay;
  readonly amount: number;
}

/** Numbers of the law that change by decree: configuration, each with its day. */
export interface BenefitRules {
  readonly baseSalary: readonly DatedAmount[];
  /** Percent of the base salary below which a visit is paid in full. */
  readonly lowCostPercent: number;
  /** Base salaries of co-payment in one year, after which somebody insured five years pays none. */
  readonly exemptionMonths: number;
}

/** Decrees 73/2024 and 161/2026; Law on Health Insurance, Art. 22(1); Decree 188/2025, Art. 18. */
export const BENEFIT_RULES: BenefitRules = {
  baseSalary: [
    { from: '2024-07-01', amount: 2_340_000 },
    { from: '2026-07-01', amount: 2_530_000 },
  ],
  lowCostPercent: 15,
  exemptionMonths: 6,
};

const amountOn = (amounts: readonly DatedAmount[], day: BusinessDay): number | undefined =>
  amounts
    .filter(({ from }) => from <= day)
    .reduce<DatedAmount | undefined>(
      (last, one) => (last === undefined || one.from >= last.from ? one : last),
      undefined,
    )?.amount;

/** Cost of one visit below which the insurer pays all; undefined before the first amount known. */
export const paidInFullBelow = (
  { baseSalary, lowCostPercent }: BenefitRules,
  day: BusinessDay,
): number | undefined => {
  const salary = amountOn(baseSalary, day);
  return salary === undefined ? undefined : Math.floor((salary * lowCostPercent) / 100);
};

/** Card groups whose share was changed by a rule that could not be read in full: not told. */
const OPEN_GROUPS: readonly { readonly group: string; readonly from: BusinessDay }[] = [
  // Near-poor households: said to be 100 % instead of 95 % since Resolution 261/2025/QH15.
  { group: 'CN', from: '2026-01-01' },
];

/**
 * Percent of the benefit list that a card's level pays (third character, Decision 1351/QĐ-BHXH);
 * undefined for ten digits, which do not say, and where the rule is open.
 */
export const cardPercentOf = (cardNumber: string, day: BusinessDay): number | undefined => {
  const number = parseInsuranceNumber(cardNumber);
  if (number?.form !== 'card') return undefined;
  const isOpen = OPEN_GROUPS.some(({ group, from }) => group === number.objectGroup && from <= day);
  return isOpen ? undefined : BENEFIT_PERCENT[number.benefitLevel];
};

export interface ExemptionQuestion {
  readonly day: BusinessDay;
  /** ngayDu5Nam. */
  readonly fiveYearsFrom: PartialDate | undefined;
  /** Co-payment of this calendar year so far, in đồng, where the insurer told it. */
  readonly coPaid?: number | undefined;
}

/**
 * Whether somebody insured five years without a break pays no more this year (Decree 188/2025,
 * Art. 18(2)): both conditions must hold. `open` where the base salary changed within the year and
 * the sum lies between the two thresholds: the formula for that was not read.
 */
export const exemptionOf = (
  { baseSalary, exemptionMonths }: BenefitRules,
  { day, fiveYearsFrom, coPaid }: ExemptionQuestion,
): Exemption => {
  if (fiveYearsFrom === undefined || isAfterDay(fiveYearsFrom, day)) return 'no';
  const isSure = isBeforeDay(fiveYearsFrom, day) || fiveYearsFrom === day;
  if (!isSure) return 'open';
  if (coPaid === undefined) return 'amount-unknown';
  const year = day.slice(0, 4);
  const salaries = [
    amountOn(baseSalary, `${year}-01-01`),
    ...baseSalary.filter(({ from }) => from.startsWith(year) && from <= day).map(one => one.amount),
  ].flatMap(amount => amount ?? []);
  if (salaries.length === 0) return 'open';
  const thresholds = salaries.map(amount => amount * exemptionMonths);
  if (coPaid > Math.max(...thresholds)) return 'yes';
  return coPaid <= Math.min(...thresholds) ? 'no' : 'open';
};
