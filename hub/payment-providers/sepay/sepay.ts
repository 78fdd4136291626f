import { type PaymentProvider } from '../provider.ts';
import { vietqrTransfer, type TransferAccount } from '../vietqr-transfer.ts';
import { readSepayNotice, type SepayProof } from './notice.ts';

export interface SepayOptions {
  readonly to: TransferAccount;
  readonly proof: SepayProof;
}

const NAME = 'sepay';

/** SePay as a feed of the hospital's own account: plain transfers, told within seconds. */
export const sepay = ({ to, proof }: SepayOptions): PaymentProvider => ({
  ...vietqrTransfer(to),
  name: NAME,
  into: `clearing:${NAME}`,
  readNotice: notice => readSepayNotice(notice, proof),
});
