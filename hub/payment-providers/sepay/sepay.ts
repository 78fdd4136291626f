import { FaultError } from '../../../core/contract/errors.ts';
import { encodeVietQr } from '../../../core/payment/vietqr.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type PaymentProvider, type QrOrder, type QrShown } from '../provider.ts';
import { vietqrTransfer, type TransferAccount } from '../vietqr-transfer.ts';
import { readSepayNotice, type SepayProof } from './notice.ts';
import { type NewOrder, type SepayApi, type VirtualAccount } from './sepay-api.ts';

export interface SepayOptions {
  readonly to: TransferAccount;
  readonly proof: SepayProof;
  /** Without it SePay only tells and cannot be asked. */
  readonly api?: SepayApi;
  /** Each order gets an account of its own: what the transfer says does not matter then. */
  readonly virtualAccounts?: Pick<NewOrder, 'tid' | 'va_prefix'> & { readonly clock: Clock };
}

const NAME = 'sepay';

const shownOf = (account: VirtualAccount, bankBin: string, order: QrOrder): QrShown => {
  if (account.amount !== order.amount) {
    throw new FaultError('payment-refused', 'SePay has this order over another amount');
  }
  try {
    const qr = encodeVietQr({
      use: 'dynamic',
      bankBin,
      account: account.number,
      service: 'account',
      amount: order.amount,
      purpose: order.reference,
    });
    return { qr, bankBin, account: account.number, accountName: account.holder, isOwn: true };
  } catch (error) {
    throw new FaultError('payment-refused', 'SePay made an account that no code can carry', {
      cause: error,
    });
  }
};

/** An order that is there already is taken over, also where the first answer was lost. */
const openOrder = async (api: SepayApi, order: NewOrder): Promise<VirtualAccount> => {
  let made: VirtualAccount | undefined;
  try {
    made = await api.createOrder(order);
  } catch (error) {
    if (!(error instanceof FaultError) || error.family !== 'ambiguous') throw error;
    const known = await api.findOrder(order.order_code);
    if (known === undefined) throw error;
    return known;
  }
  made ??= await api.findOrder(order.order_code);
  if (made === undefined) throw new FaultError('payment-refused', 'SePay refused the order');
  return made;
};

/**
 * SePay: a feed of the hospital's own account, told within seconds. Transfers go to the account itself,
 * or each to a virtual account made for the order.
 */
export const sepay = ({ to, proof, api, virtualAccounts }: SepayOptions): PaymentProvider => ({
  ...vietqrTransfer(to),
  ...(api === undefined || virtualAccounts === undefined
    ? {}
    : {
        open: async order => {
          const { clock, ...asked } = virtualAccounts;
          const duration = Math.ceil((Date.parse(order.expiresAt) - clock.now()) / 1000);
          const { reference, amount } = order;
          const wanted = { order_code: reference, amount, duration, ...asked };
          return shownOf(await openOrder(api, wanted), to.bankBin, order);
        },
        close: ({ reference }) => api.cancelOrder(reference),
      }),
  name: NAME,
  into: `clearing:${NAME}`,
  look: async ({ reference }) => api?.transactionsWith(reference),
  readNotice: notice => readSepayNotice(notice, proof),
});
