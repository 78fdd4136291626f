/** What the insurer pays, and why. */
export const coverVi = {
  titleInsured: 'Khám bằng BHYT hay tự trả?',
  titleInsured_you: '{{You}} khám bằng BHYT hay tự trả?',
  titleSelfPay: 'Lần khám này cần tự trả',
  titleClerk: 'Nhân viên sẽ xem thẻ BHYT giúp',
  useInsurance: 'Khám bằng BHYT',
  selfPay: 'Tự trả {{price}}',
  selfPayPrimary: 'Khám tự trả {{price}}',
  askCounter: 'Hỏi lại nhân viên tại quầy',
  haveSlip: 'Có giấy chuyển viện',
  askShort: 'Hỏi nhân viên',
  slipTaken: {
    referral: 'Đã nhận số giấy chuyển viện. Xin giữ giấy để nhân viên xem.',
    're-examination': 'Đã nhận số giấy hẹn khám lại. Xin giữ giấy để nhân viên xem.',
  },
  takeNumber: 'Lấy số đến quầy',
  card: 'Thẻ BHYT',
  pays: 'BHYT trả',
  paysPercent: '{{percent}} % trong danh mục',
  paysAllBelow: 'Cả lần khám dưới {{price}}',
  paysAll: 'BHYT trả hết',
  validTo: 'Hạn thẻ',
  price: 'Tiền khám',
  routes: {
    'registered-here': {
      what: 'Thẻ BHYT dùng được tại đây',
      why: 'Đúng nơi đăng ký khám. Quỹ BHYT trả theo mức trên thẻ.',
    },
    'initial-level': {
      what: 'Thẻ BHYT dùng được tại đây',
      why: 'Nơi khám cấp ban đầu: BHYT trả toàn bộ chi phí trong danh mục.',
    },
    'referral-slip': {
      what: 'BHYT trả theo giấy chuyển viện',
      why: 'Có giấy chuyển viện được tính như đúng nơi đăng ký.',
    },
    're-examination-slip': {
      what: 'BHYT trả cho lần tái khám này',
      why: 'Khám lại theo giấy hẹn được tính như đúng nơi đăng ký.',
    },
    emergency: {
      what: 'BHYT trả cho lần cấp cứu này',
      why: 'Cấp cứu ở đâu cũng được tính như đúng nơi đăng ký.',
    },
    'walk-in-full': {
      what: 'Thẻ BHYT dùng được tại đây',
      why: 'Đăng ký khám nơi khác, đến thẳng đây vẫn hưởng đủ mức trên thẻ.',
    },
    'walk-in-part': {
      what: 'BHYT trả một phần lần khám này',
      why: 'Thẻ đăng ký khám nơi khác, không có giấy chuyển. Phần còn lại trả tại thu ngân.',
    },
    'walk-in-unpaid': {
      what: 'BHYT không trả lần khám tự đến này',
      why: 'Thẻ đăng ký khám nơi khác. Nếu có giấy chuyển viện, xin chạm “Có giấy chuyển viện”.',
    },
    'no-insurance': {
      what: 'Lần khám này tự trả',
      why: 'Hôm nay chưa có thẻ BHYT dùng được.',
    },
    'own-choice': {
      what: 'Lần khám này tự trả',
      why: 'Người bệnh chọn tự trả.',
    },
    'forces-card': {
      what: 'Thẻ BHYT quân đội hoặc công an',
      why: 'Thẻ này nhân viên tại quầy đăng ký. Xin cầm thẻ và giấy tờ tùy thân.',
    },
    'child-without-card': {
      what: 'Trẻ chưa có thẻ BHYT vẫn được khám',
      why: 'Nhân viên tại quầy sẽ lấy mã thẻ tạm cho trẻ.',
    },
    'record-unclear': {
      what: 'Thông tin thẻ BHYT cần xem lại',
      why: 'Nhân viên tại quầy sẽ xem giúp để được dùng BHYT.',
    },
    'registration-unknown': {
      what: 'Chưa rõ nơi đăng ký khám của thẻ',
      why: 'Nhân viên tại quầy sẽ xem giúp mức BHYT trả.',
    },
    'slip-unconfirmed': {
      what: 'Giấy mang theo cần nhân viên xem',
      why: 'Xin cầm giấy đến quầy để được hưởng đúng mức BHYT.',
    },
    'standing-unknown': {
      what: 'Thẻ còn hạn, đăng ký khám ở nơi khác',
      why: 'Nhân viên tại quầy sẽ xem giúp mức BHYT trả.',
    },
    'rule-open': {
      what: 'Thẻ còn hạn, đăng ký khám ở nơi khác',
      why: 'Nhân viên tại quầy sẽ xem giúp mức BHYT trả.',
    },
  },
  findings: {
    'defence-card': {
      what: 'Thẻ BHYT của quân đội',
      why: 'Thẻ này nhân viên tại quầy đăng ký. Xin cầm thẻ và giấy tờ tùy thân.',
    },
    'police-card': {
      what: 'Thẻ BHYT của công an',
      why: 'Thẻ này nhân viên tại quầy đăng ký. Xin cầm thẻ và giấy tờ tùy thân.',
    },
    'number-wrong': {
      what: 'Số thẻ BHYT chưa đúng',
      why: 'Có thể thẻ đã đổi số. Nhân viên tại quầy sẽ tra lại giúp.',
    },
    'province-wrong': {
      what: 'Mã tỉnh trên thẻ BHYT chưa đúng',
      why: 'Nhân viên tại quầy sẽ tra lại giúp.',
    },
    'benefit-wrong': {
      what: 'Mã mức hưởng trên thẻ chưa đúng',
      why: 'Nhân viên tại quầy sẽ tra lại giúp.',
    },
    'name-differs': {
      what: 'Họ tên trên thẻ BHYT ghi khác',
      why: 'Mời quay lại và đặt thẻ căn cước để máy đọc. Nếu vẫn khác, nhân viên tại quầy xem giúp.',
    },
    'name-nearly': {
      what: 'Họ tên trên thẻ BHYT chỉ gần giống',
      why: 'Mời quay lại và đặt thẻ căn cước để máy đọc. Nếu vẫn khác, nhân viên tại quầy xem giúp.',
    },
    'birth-date-differs': {
      what: 'Ngày sinh trên thẻ BHYT ghi khác',
      why: 'Mời quay lại và đặt thẻ căn cước để máy đọc. Nếu vẫn khác, nhân viên tại quầy xem giúp.',
    },
    'facility-differs': {
      what: 'Nơi đăng ký khám trên thẻ đã khác',
      why: 'Nhân viên tại quầy sẽ tra lại giúp.',
    },
    reduced: {
      what: 'Thẻ BHYT này đã tạm dừng',
      why: 'Nếu vẫn đang đóng BHYT, nhân viên tại quầy sẽ xem lại giúp.',
    },
    'moved-province': {
      what: 'Thẻ BHYT đã chuyển sang tỉnh khác',
      why: 'Có thể đã có thẻ mới. Nhân viên tại quầy sẽ tra lại giúp.',
    },
    'moved-within': {
      what: 'Thẻ BHYT đã chuyển sang đơn vị khác',
      why: 'Có thể đã có thẻ mới. Nhân viên tại quầy sẽ tra lại giúp.',
    },
    stopped: {
      what: 'Thẻ BHYT này đã dừng',
      why: 'Nếu có thẻ khác, nhân viên tại quầy sẽ tra giúp.',
    },
    'child-without-card': {
      what: 'Trẻ chưa có thẻ BHYT vẫn được khám',
      why: 'Nhân viên tại quầy sẽ lấy mã thẻ tạm cho trẻ.',
    },
  },
  notes: {
    renewed: 'Thẻ cũ đã hết hạn, bệnh viện dùng thẻ mới.',
    replaced: 'Đã có thẻ mới, bệnh viện dùng thẻ mới.',
    extended: 'Thẻ đã được gia hạn.',
  },
  reasons: {
    'valid-in-network': {
      what: 'Thẻ BHYT dùng được tại đây',
      why: 'Đúng nơi đăng ký khám. Quỹ BHYT trả theo mức trên thẻ.',
    },
    'valid-re-examination': {
      what: 'BHYT trả cho lần tái khám này',
      why: 'Khám lại theo giấy hẹn được tính như đúng nơi đăng ký.',
    },
    'valid-referral': {
      what: 'BHYT trả theo giấy chuyển viện',
      why: 'Có giấy chuyển viện được tính như đúng nơi đăng ký.',
    },
    'valid-out-of-network': {
      what: 'Thẻ còn hạn, đăng ký khám ở nơi khác',
      why: 'Quỹ BHYT có thể trả ít hơn. Thu ngân sẽ nói rõ phần phải trả.',
    },
    'child-without-card': {
      what: 'Trẻ em được BHYT trả',
      why: 'Chưa có thẻ thì đưa giấy khai sinh hoặc giấy chứng sinh cho nhân viên.',
    },
    'unverified-hub-away': {
      what: 'Vẫn khám bằng BHYT được',
      why: 'Mạng bệnh viện đang gián đoạn. Bệnh viện sẽ tra thẻ sau, không phải chờ.',
    },
    'unverified-portal-away': {
      what: 'Vẫn khám bằng BHYT được',
      why: 'Cổng BHYT đang gián đoạn. Bệnh viện sẽ tra thẻ sau, không phải chờ.',
    },
    expired: {
      what: 'Thẻ BHYT đã hết hạn',
      why: 'Nếu đã gia hạn thẻ, nhân viên tại quầy sẽ xem lại giúp.',
    },
    'not-yet-valid': {
      what: 'Thẻ BHYT chưa đến ngày dùng',
      why: 'Nếu ngày trên thẻ khác, nhân viên tại quầy sẽ xem lại giúp.',
    },
    'not-found': {
      what: 'Chưa tìm thấy thẻ BHYT',
      why: 'Nếu có thẻ BHYT, nhân viên tại quầy sẽ tra giúp.',
    },
    'details-differ': {
      what: 'Thẻ BHYT ghi khác thẻ căn cước',
      why: 'Nhân viên tại quầy sẽ xem lại giúp để được dùng BHYT.',
    },
    revoked: {
      what: 'Thẻ BHYT này hiện không dùng được',
      why: 'Nhân viên tại quầy sẽ xem lại giúp.',
    },
  },
} as const;
