import { z } from 'zod';
import { eInvoiceWishSchema } from '../../core/contract/e-invoice.ts';
import { type IntakeEvent } from '../../core/contract/hub.ts';
import {
  type BusinessDay,
  businessDaySchema,
  dongSchema,
  instantSchema,
} from '../../core/contract/primitives.ts';
import { type HisReferences } from './his-references.ts';

/** What a bill of the HIS is for. */
export const HIS_BILL_KINDS = ['consultation', 'services', 'medicine', 'advance', 'other'] as const;
export type HisBillKind = (typeof HIS_BILL_KINDS)[number];

/** One thing that is charged. All amounts of a bill are whole đồng. */
export interface HisBillLine {
  readonly name: string;
  readonly quantity: number;
  /** Of all of them together. */
  readonly amount: number;
  /** What of it the health insurance bears. */
  readonly insurerPays: number;
}

/** A bill of the HIS that asks somebody for money. */
export interface HisBill {
  /** The HIS's own number of it, at most 64 characters. */
  readonly id: string;
  readonly kind: HisBillKind;
  /** Day on which it was made. */
  readonly day: BusinessDay;
  readonly lines: readonly HisBillLine[];
  /** Before the insurer's share. */
  readonly total: number;
  readonly insurerPays: number;
  /** What the patient still has to pay: the share that is left, less what was paid already. */
  readonly due: number;
  /** Left over from a day before. */
  readonly isPriorDebt: boolean;
}

/**
 * Money that paid a bill, or a payment that was taken back, on its way to the HIS. Its `eventId` is
 * the number of the receipt: the same one is one effect, however often it arrives.
 */
export const paymentReceiptSchema = z.object({
  type: z.literal('receipt'),
  eventId: z.uuid(),
  kind: z.enum(['payment', 'cancellation']),
  /** Of a cancellation: the receipt it takes back, whole. */
  cancels: z.uuid().optional(),
  billId: z.uuid(),
  /** The HIS's own number of the bill; absent where the hub made it, as for a consultation. */
  hisBill: z.string().min(1).max(64).optional(),
  visitId: z.uuid().optional(),
  hisPatientId: z.string().min(1).max(64).optional(),
  paymentId: z.uuid(),
  /** Whole đồng, at least one; of a cancellation what is taken back. */
  amount: dongSchema.positive(),
  method: z.enum(['transfer', 'cash']),
  /** Who told of the money, and its number there. */
  provider: z.string().min(1),
  bankReference: z.string().min(1),
  paidAt: instantSchema,
  /** When the hub booked it, and the day of that: the day whose receipts it belongs to. */
  recordedAt: instantSchema,
  day: businessDaySchema,
  eInvoice: eInvoiceWishSchema.optional(),
});
export type PaymentReceipt = z.infer<typeof paymentReceiptSchema>;

/** A receipt with what its HIS was told before. */
export interface ReceiptDelivery {
  readonly receipt: PaymentReceipt;
  /** Times it was sent before: from the second on, what arrived is looked up first. */
  readonly attemptsBefore: number;
  /** The visit that the bill is of. */
  readonly visit?: {
    /** The first one, where it was registered twice. */
    readonly visitId: string;
    /** As the kiosk sent it; undefined once what is personal of it was removed. */
    readonly event: IntakeEvent | undefined;
    /** References the HIS gave. */
    readonly references: HisReferences;
  };
  /** Of a cancellation: references the HIS gave to the receipt it takes back. */
  readonly cancelled?: HisReferences;
}
