/** The window for whoever pays, on a panel of its own. */
export const paymentVi = {
  idle: {
    title: 'Xin chào quý khách',
    lead: 'Khi cần thanh toán, mã QR sẽ hiện ở đây.',
  },
  due: {
    title: 'Mời quét mã để thanh toán',
    amount: '{{amount}} đồng',
    code: 'Mã thanh toán',
    how: 'Mở ứng dụng ngân hàng và quét mã này.',
    left: 'Mã còn hiệu lực trong {{time}}',
  },
  paid: {
    title: 'Đã nhận thanh toán',
    amount: '{{amount}} đồng',
    lead: 'Cảm ơn quý khách.',
  },
  expired: {
    title: 'Mã đã hết hiệu lực',
    lead: 'Xin đừng quét mã cũ nữa. Mời xem màn hình chính để lấy mã mới hoặc đến quầy.',
  },
  cancelled: {
    title: 'Đã hủy thanh toán',
    lead: 'Xin đừng quét mã cũ nữa. Mời xem tiếp trên màn hình chính.',
  },
  lost: {
    title: 'Màn hình đang kết nối lại',
    lead: 'Xin chờ trong giây lát.',
  },
} as const;
export type PaymentTexts = typeof paymentVi;
