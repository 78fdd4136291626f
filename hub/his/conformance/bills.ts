import { expect, it } from 'vitest';
import { addDays } from '../../../core/scheduling/business-day.ts';
import { type HisWorld, claimOf } from './his-world.ts';

/** What a patient has to pay. */
export const bills = (world: () => HisWorld): void => {
  const due = (patientCode: string) => {
    const { his, day } = world();
    if (his.billsDue === undefined) throw new Error('no bills');
    return his.billsDue(world().patientId(patientCode), day);
  };

  it('of somebody come the oldest first, with their lines and the insurer’s share', async () => {
    const { day } = world();
    const found = await due('BN26999902');
    expect(found).toMatchObject([
      { id: 'HD26999902-0', due: 75_000, insurerPays: 0, isPriorDebt: true },
      {
        id: 'HD26999902-1',
        day,
        total: 128_400,
        insurerPays: 102_720,
        due: 25_680,
        isPriorDebt: false,
        lines: [
          { name: 'Amlodipin 5 mg', quantity: 30, amount: 28_500, insurerPays: 22_800 },
          { name: 'Metformin 850 mg', quantity: 60, amount: 99_900, insurerPays: 79_920 },
        ],
      },
    ]);
    expect(found[0]?.day).toBe(addDays(day, -21));
  });

  it('of who owes nothing are none', async () => {
    expect(await due('BN26999903')).toEqual([]);
  });

  it('left from before are marked on the patient', async () => {
    const { his, day } = world();
    const binh = await his.lookup(claimOf({ patientCode: 'BN26999902' }), day);
    expect(binh.priorDebt).toBe(true);
    const hoa = await his.lookup(claimOf({ patientCode: 'BN26999921' }), day);
    expect(hoa.priorDebt).toBeUndefined();
  });
};
