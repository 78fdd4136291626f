/** A bill of somebody who does not exist, as the simulated hospital systems have it. Whole đồng. */
export interface SyntheticBill {
  readonly id: string;
  readonly hisPatientCode: string;
  readonly kind: 'services' | 'medicine';
  /** 0: made today. */
  readonly daysAgo: number;
  readonly lines: readonly {
    readonly name: string;
    readonly quantity: number;
    readonly amount: number;
    readonly insurerPays: number;
  }[];
}

export const SYNTHETIC_BILLS: readonly SyntheticBill[] = [
  {
    id: 'HD26999921-1',
    hisPatientCode: 'BN26999921',
    kind: 'services',
    daysAgo: 0,
    lines: [
      {
        name: 'Tổng phân tích tế bào máu',
        quantity: 1,
        amount: 46_200,
        insurerPays: 36_960,
      },
      { name: 'Siêu âm ổ bụng', quantity: 1, amount: 43_900, insurerPays: 35_120 },
    ],
  },
  {
    id: 'HD26999902-1',
    hisPatientCode: 'BN26999902',
    kind: 'medicine',
    daysAgo: 0,
    lines: [
      { name: 'Amlodipin 5 mg', quantity: 30, amount: 28_500, insurerPays: 22_800 },
      { name: 'Metformin 850 mg', quantity: 60, amount: 99_900, insurerPays: 79_920 },
    ],
  },
  {
    id: 'HD26999902-0',
    hisPatientCode: 'BN26999902',
    kind: 'services',
    daysAgo: 21,
    lines: [{ name: 'Chụp X-quang ngực thẳng', quantity: 1, amount: 75_000, insurerPays: 0 }],
  },
];
