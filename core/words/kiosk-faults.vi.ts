/** What the kiosk could not do, and what helps. */
export const faultsVi = {
  'hub-unreachable': {
    what: 'Mạng bệnh viện đang gián đoạn.',
    next: 'Vẫn lấy số được; máy sẽ tự gửi hồ sơ sau.',
  },
  'hub-timeout': {
    what: 'Bệnh viện trả lời chậm.',
    next: 'Mời thử lại, hoặc lấy số gặp nhân viên.',
  },
  'hub-overloaded': {
    what: 'Đang có nhiều người lấy số cùng lúc.',
    next: 'Mời chờ một chút rồi thử lại.',
  },
  'hub-refused': {
    what: 'Máy này chưa làm được bước này.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'hub-unauthorised': {
    what: 'Máy này chưa làm được bước này.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'hub-not-trusted': {
    what: 'Máy này chưa làm được bước này.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'clock-skew': {
    what: 'Máy này chưa làm được bước này.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'kiosk-not-enrolled': {
    what: 'Máy này đang được chuẩn bị.',
    next: 'Mời đến quầy tiếp đón.',
  },
  'kiosk-revoked': {
    what: 'Máy này đang tạm nghỉ.',
    next: 'Mời đến quầy tiếp đón.',
  },
  'enrolment-code-wrong': {
    what: 'Mã kết nối chưa đúng.',
    next: 'Xem lại từng ký tự, hoặc lấy mã mới.',
  },
  'enrolment-code-used': {
    what: 'Mã kết nối này đã dùng rồi.',
    next: 'Lấy mã mới từ máy chủ.',
  },
  'enrolment-code-expired': {
    what: 'Mã kết nối này đã hết hạn.',
    next: 'Lấy mã mới từ máy chủ.',
  },
  'kiosk-id-taken': {
    what: 'Tên máy này đang dùng cho máy khác.',
    next: 'Lấy mã mới có ghi tên máy.',
  },
  'payment-unreachable': {
    what: 'Chưa tạo được mã thanh toán.',
    next: 'Mời thử lại, hoặc đóng tiền tại quầy.',
  },
  'payment-timeout': {
    what: 'Chưa rõ ngân hàng đã nhận tiền hay chưa.',
    next: 'Nếu đã chuyển tiền, xin đừng chuyển lại; mời hỏi tại quầy.',
  },
  'payment-refused': {
    what: 'Máy này chưa nhận được thanh toán.',
    next: 'Mời đóng tiền tại quầy.',
  },
  'his-unreachable': {
    what: 'Chưa tra được hồ sơ bệnh viện.',
    next: 'Vẫn lấy số được; nhân viên sẽ bổ sung sau.',
  },
  'his-timeout': {
    what: 'Hồ sơ bệnh viện trả lời chậm.',
    next: 'Mời thử lại, hoặc lấy số gặp nhân viên.',
  },
  'his-busy': {
    what: 'Hồ sơ bệnh viện đang bận.',
    next: 'Mời chờ một chút rồi thử lại.',
  },
  'his-conflict': {
    what: 'Hồ sơ đang được mở ở nơi khác.',
    next: 'Mời thử lại, hoặc lấy số gặp nhân viên.',
  },
  'his-unauthorised': {
    what: 'Máy này chưa tra được hồ sơ.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'his-rejected': {
    what: 'Hồ sơ bệnh viện chưa nhận thông tin này.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'his-protocol': {
    what: 'Máy này chưa tra được hồ sơ.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'code-unknown': {
    what: 'Máy chưa biết loại mã này.',
    next: 'Mời thử thẻ căn cước, thẻ BHYT hoặc giấy hẹn.',
  },
  'code-damaged': {
    what: 'Mã bị mờ hoặc che mất một phần.',
    next: 'Mời đưa lại mã thẳng và gần hơn, hoặc dùng thẻ căn cước.',
  },
  'card-unreadable': {
    what: 'Máy chưa đọc được thẻ.',
    next: 'Mời nhấc thẻ lên rồi đặt lại, hoặc dùng cách khác.',
  },
  'card-removed': {
    what: 'Thẻ được lấy ra sớm quá.',
    next: 'Mời đặt lại thẻ và giữ yên vài giây.',
  },
  'card-key-refused': {
    what: 'Chip trên thẻ chưa mở.',
    next: 'Mời xem lại thẻ rồi thử lại, hoặc dùng cách khác.',
  },
  'card-blocked': {
    what: 'Lúc này chip trên thẻ không mở.',
    next: 'Mời quét mã QR trên thẻ, hoặc dùng cách khác.',
  },
  'card-too-slow': {
    what: 'Chip trên thẻ trả lời chậm.',
    next: 'Mời đặt lại thẻ nằm phẳng, hoặc dùng cách khác.',
  },
  'card-expired': {
    what: 'Thẻ căn cước đã hết hạn.',
    next: 'Vẫn khám được: mời lấy số gặp nhân viên tại quầy.',
  },
  'card-not-authentic': {
    what: 'Nhân viên cần xem trực tiếp thẻ này.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'patient-not-found': {
    what: 'Chưa tìm thấy hồ sơ với số và ngày sinh này.',
    next: 'Mời xem lại số vừa nhập, hoặc lấy số gặp nhân viên.',
  },
  'booking-not-found': {
    what: 'Chưa tìm thấy lịch hẹn của mã này.',
    next: 'Mời dùng thẻ căn cước, hoặc lấy số gặp nhân viên.',
  },
  'booking-used': {
    what: 'Giấy hẹn này đã dùng rồi.',
    next: 'Mời dùng thẻ căn cước, hoặc lấy số gặp nhân viên.',
  },
  'same-document': {
    what: 'Thẻ này là của người đi cùng.',
    next: 'Mời đưa thẻ của người bệnh.',
  },
  'identity-mismatch': {
    what: 'Số và ngày sinh chưa khớp hồ sơ.',
    next: 'Mời xem lại từng số, hoặc lấy số gặp nhân viên.',
  },
  'clinic-full': {
    what: 'Phòng khám vừa chọn đã hết số hôm nay.',
    next: 'Mời chọn phòng khác, hoặc gặp nhân viên.',
  },
  'clinic-closed': {
    what: 'Phòng khám vừa chọn hôm nay nghỉ.',
    next: 'Mời chọn phòng khác, hoặc gặp nhân viên.',
  },
  'numbers-exhausted': {
    what: 'Máy này tạm hết số của phòng vừa chọn.',
    next: 'Mời chọn phòng khác, hoặc gặp nhân viên.',
  },
  'device-absent': {
    what: 'Một phần của máy đang tạm nghỉ.',
    next: 'Mời dùng cách khác trên màn hình.',
  },
  'device-crashed': {
    what: 'Một phần của máy đang khởi động lại.',
    next: 'Mời thử lại sau vài giây.',
  },
  'device-busy': {
    what: 'Máy đang bận.',
    next: 'Mời thử lại sau vài giây.',
  },
  'device-protocol': {
    what: 'Một phần của máy đang tạm nghỉ.',
    next: 'Mời dùng cách khác trên màn hình.',
  },
  'printer-paper-end': {
    what: 'Máy in đã hết giấy.',
    next: 'Số vẫn được giữ: mời nhớ số hoặc chụp ảnh màn hình.',
  },
  'printer-cover-open': {
    what: 'Nắp máy in đang mở.',
    next: 'Số vẫn được giữ: mời nhớ số hoặc gọi nhân viên.',
  },
  'printer-jam': {
    what: 'Giấy in đang bị kẹt.',
    next: 'Số vẫn được giữ: mời nhớ số hoặc gọi nhân viên.',
  },
  'printer-offline': {
    what: 'Máy in đang tạm nghỉ.',
    next: 'Số vẫn được giữ: mời nhớ số hoặc chụp ảnh màn hình.',
  },
  'printer-toner-end': {
    what: 'Máy in đã hết mực.',
    next: 'Số vẫn được giữ: mời nhớ số hoặc chụp ảnh màn hình.',
  },
  'printer-hot': {
    what: 'Máy in đang nghỉ cho nguội.',
    next: 'Số vẫn được giữ: mời chờ một chút hoặc chụp ảnh màn hình.',
  },
  'printer-silent': {
    what: 'Máy in chưa trả lời.',
    next: 'Số vẫn được giữ: mời nhớ số hoặc chụp ảnh màn hình.',
  },
  'print-uncertain': {
    what: 'Chưa chắc phiếu đã in ra.',
    next: 'Nếu không thấy phiếu, mời bấm in lại.',
  },
  'render-failed': {
    what: 'Phiếu chưa in được.',
    next: 'Số vẫn được giữ: mời nhớ số hoặc gọi nhân viên.',
  },
  'bad-request': {
    what: 'Máy chưa làm được bước này.',
    next: 'Mời thử lại, hoặc gọi nhân viên.',
  },
  'unknown-method': {
    what: 'Máy chưa làm được bước này.',
    next: 'Mời thử lại, hoặc gọi nhân viên.',
  },
  'not-permitted': {
    what: 'Máy chưa làm được bước này.',
    next: 'Mời gọi nhân viên.',
  },
  'stale-step': {
    what: 'Màn hình vừa chuyển sang trang mới.',
    next: 'Mời xem lại trang này rồi chọn tiếp.',
  },
  'not-possible-now': {
    what: 'Lúc này chưa chọn được mục đó.',
    next: 'Mời chọn mục khác, hoặc gọi nhân viên.',
  },
  'idempotency-conflict': {
    what: 'Máy chưa làm được bước này.',
    next: 'Mời lấy số gặp nhân viên tại quầy.',
  },
  'storage-failed': {
    what: 'Máy chưa lưu được thông tin.',
    next: 'Mời thử lại, hoặc đến quầy tiếp đón.',
  },
  'config-invalid': {
    what: 'Máy này chưa sẵn sàng.',
    next: 'Mời đến quầy tiếp đón.',
  },
  'data-in-use': {
    what: 'Máy này chưa sẵn sàng.',
    next: 'Mời đến quầy tiếp đón.',
  },
  'data-unreadable': {
    what: 'Máy này chưa sẵn sàng.',
    next: 'Mời đến quầy tiếp đón.',
  },
  internal: {
    what: 'Máy chưa làm được bước này.',
    next: 'Mời thử lại, hoặc gọi nhân viên.',
  },
} as const;
