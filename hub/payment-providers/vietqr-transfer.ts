import { encodeVietQr } from '../../core/payment/vietqr.ts';
import { refusedNotice } from './notice-reading.ts';
import { type PaymentProvider } from './provider.ts';

export interface TransferAccount {
  readonly bankBin: string;
  readonly account: string;
  /** As the bank has it: capital letters without diacritics. */
  readonly accountName: string;
}

/**
 * A plain transfer to the hospital's own account. Nobody is asked and nobody tells: the statement, or
 * a bank feed beside it, says what came.
 */
export const vietqrTransfer = (to: TransferAccount): PaymentProvider => ({
  name: 'vietqr-transfer',
  into: `bank:${to.account}`,
  open: ({ amount, reference }) =>
    Promise.resolve({
      ...to,
      qr: encodeVietQr({
        use: 'dynamic',
        bankBin: to.bankBin,
        account: to.account,
        service: 'account',
        amount,
        purpose: reference,
      }),
    }),
  look: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
  readNotice: () => refusedNotice('unreadable'),
});
