import type { PaymentOutcome, PaymentProgress } from '../contract/kiosk-payment.ts';

/**
 * How paying has come out, as a patient is told; undefined while nothing has come. It follows from
 * what the hub has seen and from nothing else.
 */
export const paymentOutcome = ({
  bill,
  due,
  received,
  transfers,
  unallocated,
}: PaymentProgress): Exclude<PaymentOutcome, 'expired'> | undefined => {
  if (bill === 'cancelled') return received === 0 ? 'withdrawn' : 'to-desk';
  if (bill === 'paid') {
    if (unallocated === 0) return 'paid';
    return transfers > 1 || unallocated === received ? 'double' : 'over';
  }
  if (received === 0) return undefined;
  return due > 0 && unallocated === 0 ? 'partial' : 'to-desk';
};
