import { type PaymentOrder } from '../../../core/contract/payment-display.ts';
import { type DisplayDialect } from '../../contract/payment-display-config.ts';
import { encodeOrder, type DialectContext } from './dialects.ts';
import { type DisplayLine, type MessageLine } from './display-line.ts';

/** A line that carries orders as messages of a dialect. */
export const speak = (
  dialect: DisplayDialect,
  serialNumber: string,
  line: MessageLine,
): DisplayLine => {
  let shown: DialectContext['shown'];
  return {
    start: listener => line.start(listener),
    stop: () => line.stop(),
    send: async (order: PaymentOrder) => {
      const message = encodeOrder(dialect, order, { serialNumber, shown });
      if (message !== undefined) await line.send(message);
      shown = order.order === 'show' ? order.payment : undefined;
    },
  };
};
