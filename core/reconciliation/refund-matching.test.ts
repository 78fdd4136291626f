import { describe, expect, it } from 'vitest';
import { referenceCode } from '../payment/reference-code.ts';
import { type OpenDebit, type OpenRefund, proposeRefundMatches } from './refund-matching.ts';

const CODE = referenceCode(987_654_321);
const debit = (lineId: string, rest: Partial<OpenDebit> = {}): OpenDebit => ({
  lineId,
  amount: 60_000,
  narrative: 'HOAN TIEN',
  day: '2026-11-24',
  ...rest,
});
const refund = (refundId: string, rest: Partial<OpenRefund> = {}): OpenRefund => ({
  refundId,
  amount: 60_000,
  approvedOn: '2026-11-23',
  narrative: `MBVCB.1.${CODE}.CT`,
  ...rest,
});

describe('money that went', () => {
  it('is proposed as the refund whose reference it names', () => {
    const named = debit('l', { narrative: `HOAN TIEN ${CODE.toLowerCase()}` });
    const other = refund('s', { narrative: 'x' });
    expect(proposeRefundMatches([named], [refund('r'), other])).toMatchObject([
      { rule: 'refund-reference', refundId: 'r', score: 90, othersFitAsWell: false },
    ]);
  });

  it('is proposed by its amount soon after the refund was approved, with less certainty', () => {
    expect(proposeRefundMatches([debit('l')], [refund('r')])).toMatchObject([
      { rule: 'refund-amount', score: 55 },
    ]);
    const both = proposeRefundMatches([debit('l')], [refund('r'), refund('s')]);
    expect(both.map(({ score }) => score)).toEqual([30, 30]);
  });

  it.each([
    ['of another amount', { amount: 50_000 }, {}],
    ['from before the approval', { day: '2026-11-22' }, {}],
    ['weeks later', { day: '2026-12-24' }, {}],
  ])('%s is not proposed', (_, line, approved) => {
    expect(proposeRefundMatches([debit('l', line)], [refund('r', approved)])).toEqual([]);
  });
});
