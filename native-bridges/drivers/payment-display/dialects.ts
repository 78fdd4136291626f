import { type PaymentOrder } from '../../../core/contract/payment-display.ts';
import { type DisplayDialect } from '../../contract/payment-display-config.ts';

/** An order as a display of that dialect is told; undefined where it has no word for it. */
type Dialect = (order: PaymentOrder, serialNumber: string) => object | undefined;

/** Categories of the messages a QF100 sound box takes, in its maker's sample firmware. */
export const QF100 = { paid: 1, showCode: 4 } as const;
/** Stands in the place of a code for a second: no bank's app takes it for one. */
const NO_CODE = { qr: '-', amount: 1 };
const AT_ONCE_SECONDS = 1;

const DIALECTS: Readonly<Record<DisplayDialect, Dialect>> = {
  qf100: order => {
    switch (order.order) {
      case 'show':
        return qf100Code(order.payment, order.payment.expiresInSeconds);
      case 'paid':
        return { header: { category: QF100.paid }, data: { amount: order.amount } };
      // There is no word for taking a code away: something else is shown that runs out at once.
      case 'clear':
        return qf100Code(NO_CODE, AT_ONCE_SECONDS);
    }
  },
  // docs.tconnect.vn, payment-openapi, push-to-devices: a code and its amount, and nothing else.
  'soundbox-push': (order, serialNumber) =>
    order.order === 'show'
      ? {
          serial_no: serialNumber,
          amount: order.payment.amount,
          qr_string: order.payment.qr,
          type: 'soundbox',
        }
      : undefined,
};

const qf100Code = (
  { qr, amount }: { readonly qr: string; readonly amount: number },
  seconds: number,
): object => ({
  header: { category: QF100.showCode },
  data: { 'qr-url': qr, amount, 'expire-seconds': seconds },
});

/** The message of an order, JSON in UTF-8; undefined where the dialect has none. */
export const encodeOrder = (
  dialect: DisplayDialect,
  order: PaymentOrder,
  serialNumber: string,
): Uint8Array | undefined => {
  const message = DIALECTS[dialect](order, serialNumber);
  return message === undefined ? undefined : Buffer.from(JSON.stringify(message));
};
