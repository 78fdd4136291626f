/** Why the hub did not do it, where the work has words of its own for that; by method and fault code. */
export const deskRefusalsVi = {
  openShift: {
    'not-possible-now':
      'Ngăn tiền này đang có ca mở, hoặc bạn còn một ca chưa kết. Xin kết ca đó trước.',
    'bad-request': 'Tên ngăn hoặc số tờ chưa đúng.',
  },
  takeCash: {
    'not-possible-now': 'Phiếu không còn phải thu ngần ấy, hoặc ca đã kết. Xin tìm lại phiếu.',
    'not-permitted': 'Ca này của thu ngân khác: chỉ người mở ca thu tiền vào ngăn này.',
    'idempotency-conflict': 'Lần bấm trước đã ghi một khoản khác. Xin tìm lại phiếu.',
  },
  readShift: { 'not-possible-now': 'Ca này đã kết: xin xem báo cáo Z.' },
  closeShift: {
    'not-possible-now': 'Ca đã kết, hoặc tiền trong ngăn vừa thay đổi. Xin so lại với sổ.',
    'bad-request': 'Chênh lệch cần có lý do, ít nhất 3 ký tự.',
    'not-permitted': 'Thu ngân của ca này hoặc trưởng quầy kết ca.',
  },
  explainDifference: {
    'not-possible-now': 'Khoản này vừa thay đổi hoặc sổ đã khóa. Xin xem lại danh sách.',
    'bad-request': 'Lý do gồm 3 đến 300 ký tự.',
  },
  explainDifferences: {
    'not-possible-now': 'Các khoản này vừa thay đổi hoặc sổ đã khóa. Xin xem lại danh sách.',
    'bad-request': 'Lý do gồm 3 đến 300 ký tự.',
  },
  signDay: {
    'not-possible-now':
      'Chưa ký được: còn khoản chưa có lý do, ngày chưa đến, hoặc ngày sau đã ký. Xin xem lại.',
    'not-permitted': 'Chỉ trưởng quầy ký ngày.',
  },
  acceptMatch: {
    'not-possible-now':
      'Chưa ghép: tiền hoặc phiếu này vừa có người xử lý, hoặc không còn đủ. Danh sách đã tải lại.',
    'idempotency-conflict': 'Lần bấm trước đã ghi một lần ghép khác. Xin xem ở mục Đã ghép.',
  },
  undoMatch: {
    'not-possible-now':
      'Chưa gỡ được: tiền của lần ghép này đã dùng vào việc khác. Xin xem diễn biến của khoản thu.',
    'not-permitted': 'Chỉ trưởng quầy gỡ một lần ghép.',
  },
  shiftReportFile: { 'bad-request': 'Không có báo cáo này.' },
  cashReceiptFile: { 'bad-request': 'Không có biên lai này.' },
} as const;
