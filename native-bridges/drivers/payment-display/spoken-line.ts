import { type DisplayDialect } from '../../contract/payment-display-config.ts';
import { encodeOrder } from './dialects.ts';
import { type DisplayLine, type MessageLine } from './display-line.ts';

/** A line that carries orders as messages of a dialect. */
export const speak = (
  dialect: DisplayDialect,
  serialNumber: string,
  line: MessageLine,
): DisplayLine => ({
  start: listener => line.start(listener),
  stop: () => line.stop(),
  send: async order => {
    const message = encodeOrder(dialect, order, serialNumber);
    if (message !== undefined) await line.send(message);
  },
});
