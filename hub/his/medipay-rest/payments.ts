import { type DeliveryVerdict } from '../his.ts';
import { unclear, verdictOn } from '../his-failure.ts';
import { type ReceiptDelivery } from '../his-money.ts';
import { type HisReferences } from '../his-references.ts';
import { type PaymentAnswer, listOf, paymentAnswerSchema } from './answers.ts';
import { minuteStampOf } from './decision-4750.ts';
import { type MedipayClient } from './medipay-client.ts';
import { type Fields } from './request-signature.ts';
import { type MedipayRestSettings } from './settings.ts';

export interface PaymentTools {
  readonly client: MedipayClient;
  readonly settings: MedipayRestSettings;
}

/** HINH_THUC: chuyển khoản or tiền mặt. LOAI_GIAO_DICH: thu or hủy. */
const METHODS = { transfer: 'CK', cash: 'TM' } as const;
const KINDS = { payment: 'THU', cancellation: 'HUY' } as const;

/** The body of POST /thanh-toan: SO_BIEN_LAI is the number by which it is known again. */
export const paymentBody = ({ receipt, visit }: ReceiptDelivery): Fields => {
  const { eInvoice } = receipt;
  return {
    SO_BIEN_LAI: receipt.eventId,
    LOAI_GIAO_DICH: KINDS[receipt.kind],
    SO_BIEN_LAI_HUY: receipt.cancels ?? null,
    ID_HOA_DON: receipt.hisBill ?? null,
    ID_BN: receipt.hisPatientId ?? null,
    ID_LK: visit?.references['ID_LK'] ?? null,
    SO_TIEN: receipt.amount,
    HINH_THUC: METHODS[receipt.method],
    NGAY_THU: minuteStampOf(receipt.paidAt),
    NHA_CUNG_CAP: receipt.provider,
    MA_GIAO_DICH: receipt.bankReference,
    XUAT_HOA_DON: eInvoice === undefined ? '0' : '1',
    TEN_NGUOI_MUA: eInvoice?.buyer ?? null,
    MA_SO_THUE: eInvoice?.taxCode ?? null,
    DIA_CHI_NGUOI_MUA: eInvoice?.address ?? null,
  };
};

const referencesOf = ({ ID_THU, SO_CHUNG_TU }: PaymentAnswer): HisReferences =>
  Object.fromEntries(
    Object.entries({ ID_THU, SO_CHUNG_TU }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

/** What an earlier attempt left there. */
const earlierPayment = async (
  receiptId: string,
  { client, settings }: PaymentTools,
): Promise<PaymentAnswer | undefined> => {
  if (settings.paths.payments === null) {
    throw unclear('sent before, and this HIS cannot be asked what arrived');
  }
  const found = listOf(
    await client.get('payments', { SO_BIEN_LAI: receiptId }),
    paymentAnswerSchema,
  );
  return found.find(({ SO_BIEN_LAI }) => SO_BIEN_LAI?.toLowerCase() === receiptId.toLowerCase());
};

/**
 * Tells the HIS of money that came, or that a receipt is taken back. There is no idempotency key
 * here either: from the second attempt on the HIS is asked for the receipt by its number.
 */
export const deliverReceipt = async (
  delivery: ReceiptDelivery,
  tools: PaymentTools,
): Promise<DeliveryVerdict> => {
  const { receipt, visit, attemptsBefore } = delivery;
  try {
    if (receipt.hisBill === undefined && visit?.references['ID_LK'] === undefined) {
      throw unclear('the HIS has neither the bill nor the visit that this money is for');
    }
    const earlier = attemptsBefore > 0 ? await earlierPayment(receipt.eventId, tools) : undefined;
    const answered =
      earlier ??
      listOf(
        await tools.client.post('payment', paymentBody(delivery), receipt.eventId),
        paymentAnswerSchema,
      )[0];
    return { verdict: 'delivered', receipt: referencesOf(answered ?? {}) };
  } catch (error) {
    return verdictOn(error);
  }
};
