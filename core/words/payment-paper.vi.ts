/** What is printed about money. Nobody's name, no illness: slips get lost. */
export const paymentPaperVi = {
  paid: {
    banner: 'ĐÃ THANH TOÁN',
    straight: 'Mời vào thẳng nơi khám và chờ gọi số.',
    first: 'NỘP TIỀN TRƯỚC KHI VÀO PHÒNG',
    due: 'Còn phải trả',
  },
  receipt: {
    title: 'BIÊN NHẬN THANH TOÁN',
    received: 'Đã nhận',
    asked: 'Số tiền phải trả',
    due: 'Còn thiếu',
    extra: 'Trả thừa',
    reference: 'Mã thanh toán',
    number: 'Số thứ tự',
    when: 'Nhận lúc {{time}} ngày {{date}}',
    noInvoice: 'Đây là biên nhận, không phải hóa đơn.',
  },
  invoice: {
    none: 'Cần hóa đơn, xin đến {{cashier}}.',
    forPatient:
      'Đã ghi yêu cầu hóa đơn điện tử cho người bệnh. Nhận hóa đơn hoặc cho địa chỉ thư điện tử tại {{cashier}}.',
    forCompany:
      'Đã ghi yêu cầu hóa đơn điện tử, mã số thuế {{taxCode}}. Nhận hóa đơn hoặc cho địa chỉ thư điện tử tại {{cashier}}.',
  },
  outcome: {
    partial: 'Số tiền nhận được chưa đủ. Xin trả phần còn thiếu bằng mã QR hoặc tại {{cashier}}.',
    over: 'Số tiền nhận được nhiều hơn số phải trả. Phần thừa được giữ lại; xin cầm giấy này đến {{cashier}} để nhận lại.',
    double:
      'Khoản này đã được trả hai lần. Lần trả thừa được giữ lại; xin cầm giấy này đến {{cashier}} để nhận lại.',
    'to-desk':
      'Đã nhận tiền, nhân viên cần xem tiền này trả cho khoản nào. Xin cầm giấy này đến {{cashier}}.',
  },
  later: {
    title: 'PHIẾU THANH TOÁN',
    amount: 'SỐ TIỀN PHẢI TRẢ',
    how: 'Trả tiền mặt tại {{cashier}}, hoặc quét mã này bằng ứng dụng ngân hàng bất kỳ. Người nhà trả giúp cũng được.',
    counterOnly: 'Xin trả tại {{cashier}}.',
    until: 'Mã dùng được đến {{time}} ngày {{date}}',
    holder: 'Chủ tài khoản',
    account: 'Tài khoản',
    late: 'Nếu đã chuyển tiền mà máy chưa báo: tiền không mất, bệnh viện sẽ ghi vào đúng khoản này. Xin đừng chuyển lần nữa; đưa phiếu này cho {{cashier}} xem giúp.',
  },
  line: {
    examination: 'Tiền khám',
    insurance: 'Bảo hiểm y tế trả',
    'insurance-part': 'Bảo hiểm y tế trả {{percent}} %',
    prepayment: 'Tạm ứng, quyết toán khi xong',
    'hospital-bill': 'Theo phiếu thu của bệnh viện',
    'paid-before': 'Đã trả trước',
  },
  billKind: {
    consultation: 'Tiền khám',
    services: 'Xét nghiệm và dịch vụ',
    medicine: 'Tiền thuốc',
    advance: 'Tạm ứng',
    other: 'Viện phí',
  },
  desk: 'quầy thu ngân',
} as const;
