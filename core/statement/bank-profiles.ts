/** What a column of a bank's export holds. */
export type StatementColumn =
  | 'date'
  | 'debit'
  | 'credit'
  | 'amount'
  | 'balance'
  | 'narrative'
  | 'reference';

/** How a bank heads its columns; compared without diacritics, case and punctuation. */
export interface BankProfile {
  readonly name: string;
  /** NAPAS BIN. */
  readonly bin: string;
  readonly headings: Readonly<Partial<Record<StatementColumn, readonly string[]>>>;
}

const DEBIT = ['ghi nợ', 'số tiền ghi nợ', 'phát sinh nợ', 'nợ', 'debit', 'debit amount'] as const;
const CREDIT = [
  'ghi có',
  'số tiền ghi có',
  'phát sinh có',
  'có',
  'credit',
  'credit amount',
] as const;
const BALANCE = ['số dư', 'số dư cuối', 'balance', 'running balance'] as const;

/**
 * After exports of each bank's internet banking for companies. Banks change them without notice: a
 * heading that is added here is all a new one takes.
 */
export const BANK_PROFILES = {
  vietcombank: {
    name: 'Vietcombank',
    bin: '970436',
    headings: {
      date: ['ngày giao dịch', 'ngày gd', 'tnx date', 'tnx date doc no', 'ngày gd số ct'],
      reference: ['số tham chiếu', 'số ct', 'doc no'],
      debit: DEBIT,
      credit: CREDIT,
      balance: BALANCE,
      narrative: ['mô tả', 'nội dung chi tiết', 'diễn giải', 'transactions in detail'],
    },
  },
  bidv: {
    name: 'BIDV',
    bin: '970418',
    headings: {
      date: ['ngày giờ giao dịch', 'ngày giao dịch', 'ngày hiệu lực', 'transaction date'],
      reference: ['số tham chiếu', 'mã giao dịch', 'reference no', 'seq'],
      debit: DEBIT,
      credit: CREDIT,
      balance: BALANCE,
      narrative: ['mô tả', 'nội dung giao dịch', 'diễn giải', 'description'],
    },
  },
  vietinbank: {
    name: 'VietinBank',
    bin: '970415',
    headings: {
      date: ['ngày giao dịch', 'ngày phát sinh', 'thời gian giao dịch', 'date'],
      reference: ['số giao dịch', 'mã giao dịch', 'transaction number', 'số ct'],
      debit: [...DEBIT, 'nợ debit'],
      credit: [...CREDIT, 'có credit'],
      balance: BALANCE,
      narrative: ['mô tả giao dịch', 'nội dung giao dịch', 'nội dung', 'description'],
    },
  },
  agribank: {
    name: 'Agribank',
    bin: '970405',
    headings: {
      date: ['ngày giao dịch', 'ngày gd', 'ngày hạch toán'],
      reference: ['số gd', 'số bút toán', 'số chứng từ', 'mã giao dịch'],
      debit: DEBIT,
      credit: CREDIT,
      balance: BALANCE,
      narrative: ['nội dung', 'diễn giải', 'nội dung giao dịch'],
    },
  },
  mb: {
    name: 'MB',
    bin: '970422',
    headings: {
      date: ['ngày giao dịch', 'ngày gd', 'posting date', 'ngày hạch toán', 'transaction date'],
      reference: [
        'số bút toán',
        'mã giao dịch',
        'số tham chiếu',
        'reference number',
        'transaction no',
      ],
      debit: DEBIT,
      credit: CREDIT,
      balance: BALANCE,
      narrative: ['nội dung', 'nội dung giao dịch', 'transaction details', 'description'],
    },
  },
  techcombank: {
    name: 'Techcombank',
    bin: '970407',
    headings: {
      date: ['ngày giao dịch', 'ngày', 'transaction date'],
      reference: ['số bút toán', 'mã giao dịch', 'transaction no', 'số tham chiếu'],
      debit: DEBIT,
      credit: CREDIT,
      balance: BALANCE,
      narrative: ['diễn giải', 'nội dung', 'remitter remarks', 'details'],
    },
  },
  hdbank: {
    name: 'HDBank',
    bin: '970437',
    headings: {
      date: ['ngày giao dịch', 'ngày hiệu lực', 'transaction date'],
      reference: ['mã giao dịch', 'số giao dịch', 'số tham chiếu', 'transaction id'],
      debit: DEBIT,
      credit: CREDIT,
      amount: ['số tiền', 'amount'],
      balance: BALANCE,
      narrative: ['nội dung', 'nội dung giao dịch', 'diễn giải', 'description'],
    },
  },
} as const satisfies Record<string, BankProfile>;

export type BankProfileId = keyof typeof BANK_PROFILES;
export const BANK_PROFILE_IDS = Object.keys(BANK_PROFILES) as BankProfileId[];
