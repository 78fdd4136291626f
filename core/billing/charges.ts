import type { Coverage, PayerMode } from '../contract/coverage.ts';
import type { ByCode, ChargeLine, Charges } from '../contract/kiosk-payment.ts';

/** What the price of a visit is made up from; sums in whole đồng. */
export interface VisitPrice {
  readonly examination: number;
  /** Taken beforehand from whoever pays for themselves. */
  readonly prepayment: number;
  readonly payer: PayerMode;
  readonly coverage: Coverage;
}

/** The largest sum a bank takes in one instant transfer (NAPAS 247): above it, the counter. */
export const LARGEST_TRANSFER = 499_999_999;

const share = (amount: number, percent: number): number => Math.round((amount * percent) / 100);

const insured = (examination: number, { route }: Coverage): readonly ChargeLine[] | undefined => {
  const percent = route?.benefitPercent;
  if (route === undefined || route.route === 'ask-clerk' || percent === undefined) return undefined;
  const whole: ChargeLine = { reason: 'examination', amount: examination };
  const paysAll = route.paysAllBelow !== undefined && examination < route.paysAllBelow;
  if (paysAll || percent === 100) return [whole, { reason: 'insurance', amount: -examination }];
  const paid = share(examination, percent);
  return paid === 0 ? [whole] : [whole, { reason: 'insurance-part', amount: -paid, percent }];
};

/**
 * The lines of a visit's bill, each with its reason (Law on Health Insurance, Art. 22);
 * undefined where who pays what is still to be decided.
 */
export const visitCharges = (price: VisitPrice): readonly ChargeLine[] | undefined => {
  if (price.payer === 'insured') return insured(price.examination, price.coverage);
  const { examination, prepayment } = price;
  return [
    { reason: 'examination', amount: examination },
    ...(prepayment === 0 ? [] : [{ reason: 'prepayment', amount: prepayment } as const]),
  ];
};

/** Whole đồng. */
export const totalOf = (lines: readonly ChargeLine[]): number =>
  lines.reduce((sum, { amount }) => sum + amount, 0);

/** A bill as it is shown, `due` of it still asked for. */
export const chargesOf = (
  lines: readonly ChargeLine[],
  due: number,
  isCollected: boolean,
): Charges => ({
  lines: [...lines],
  total: totalOf(lines),
  due,
  byCode: byCodeOf(due, isCollected),
});

const byCodeOf = (due: number, isCollected: boolean): ByCode => {
  if (!isCollected) return 'not-collected';
  return due > LARGEST_TRANSFER ? 'too-large' : 'offered';
};

/** Nothing can be said yet: a person decides first. */
export const UNDECIDED: Charges = { lines: [], total: 0, due: 0, byCode: 'undecided' };
