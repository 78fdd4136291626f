/** What the books of a day are made of, the same on pages and on paper. */
export const dayBooksVi = {
  sides: {
    bills: 'Phiếu thu đã trả',
    bankIn: 'Ngân hàng ghi có',
    bankOut: 'Ngân hàng ghi nợ',
    cash: 'Tiền mặt đã thu, trừ hoàn',
    hisHas: 'HIS đã nhận',
    hisLacks: 'HIS chưa nhận',
  },
  kinds: {
    'not-on-statement': 'Đã báo có, chưa thấy trên sao kê',
    'money-waits': 'Tiền chưa rõ của phiếu nào',
    'money-went': 'Tiền ra chưa rõ lý do',
    'refund-waits': 'Hoàn tiền đã duyệt, chưa chi',
    'his-differs': 'HIS chưa khớp biên nhận',
    'cash-differs': 'Tiền mặt thừa, thiếu',
    'statement-differs': 'Sao kê không khớp số dư',
    'shift-open': 'Ca chưa kết',
  },
  accounts: {
    bank: 'Ngân hàng {{name}}',
    clearing: 'Đã báo có qua {{name}}, chờ sao kê',
    cash: 'Ngăn tiền {{name}}',
    safe: 'Két',
    receivable: 'Còn phải thu',
    charges: 'Viện phí đã lập phiếu',
    suspense: 'Tiền chờ xử lý',
    outgoing: 'Tiền ra chưa rõ',
    'bank-charges': 'Phí ngân hàng',
    'refunds-payable': 'Hoàn tiền phải chi',
    'cash-over-short': 'Tiền mặt thừa, thiếu',
  },
} as const;
