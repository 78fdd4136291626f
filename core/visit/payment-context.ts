import type {
  BillName,
  BillsDue,
  Charges,
  CodePlace,
  Payable,
  PaymentCode,
  PaymentOutcome,
  PaymentProgress,
} from '../contract/kiosk-payment.ts';
import type { EInvoiceWish, InvoiceFor } from '../contract/e-invoice.ts';
import type { FaultCode } from '../contract/errors.ts';
import type { KnownVisit } from '../contract/hub.ts';
import type { TicketView } from '../contract/kiosk.ts';
import type { InvoiceView } from '../contract/payment-steps.ts';
import type { Language } from '../contract/primitives.ts';
import type { IssuedVisit } from './issued-visit.ts';

/** One thing that somebody may pay for here. */
export interface PayableBill {
  readonly billId: string;
  readonly payable: Payable;
  /** What it is for: a visit to a place, or a bill of the hospital's system. */
  readonly servicePointId?: string | undefined;
  readonly bill?: BillName | undefined;
  readonly charges: Charges;
}

export interface PayableBills {
  readonly outcome: BillsDue['outcome'];
  readonly bills: readonly PayableBill[];
}

/** One thing being paid for, from what it costs to how it came out. */
export interface Paying {
  readonly payable: Payable;
  readonly servicePointId: string | undefined;
  readonly bill: BillName | undefined;
  /** The number called in the queue, for whoever looks for the patient. */
  readonly label: string | undefined;
  readonly charges: Charges | undefined;
  /** The code shown last. */
  readonly code: PaymentCode | undefined;
  readonly progress: PaymentProgress | undefined;
  readonly slip: PaymentCode | undefined;
  readonly outcome: Exclude<PaymentOutcome, 'expired'> | undefined;
  /** Why the code left the screen. */
  readonly leaving: 'back' | 'chosen' | 'expired';
  readonly asked: 'no' | 'asking' | 'nothing-yet' | 'away';
  /** What has been sent to the printer since. */
  readonly paperOut: 'none' | 'receipt' | 'slip';
  readonly print: TicketView['print'];
  readonly notice: FaultCode | undefined;
}

/** What somebody at the kiosk decided about an invoice; `wish` is null where they want none. */
export interface InvoiceChoice {
  readonly for: InvoiceFor;
  readonly wish: EInvoiceWish | null;
}

export interface ChargesOrder {
  readonly payable: Payable;
  /** What the kiosk itself knows of it, for a hub that is away. */
  readonly issued: IssuedVisit | undefined;
}

export interface CodeOrder {
  readonly payable: Payable;
  readonly place: CodePlace;
  /** Null takes an earlier wish back; undefined leaves it to whoever asked before. */
  readonly eInvoice: EInvoiceWish | null | undefined;
}

export interface WatchOrder {
  readonly attemptId: string;
  /** Waits for news beyond this; without it the answer comes at once. */
  readonly known: PaymentProgress | undefined;
}

export interface BillsOrder {
  readonly hisPatientId: string | undefined;
  readonly visits: readonly KnownVisit[];
}

/** A receipt, or a slip for whoever pays later. */
export interface PaymentPaperOrder {
  readonly kind: 'receipt' | 'slip';
  readonly paying: Paying;
  /** The invoice that the hub has noted for it. */
  readonly invoice: InvoiceView | undefined;
  readonly cashierId: string;
  readonly language: Language;
  readonly large: boolean;
}

/** What paying needs done by the world. */
export interface PaymentServices {
  /** Never rejects because the hub is away: that is an answer. */
  charges(order: ChargesOrder): Promise<Charges>;
  /** @throws FaultError where no code can be had now. */
  openCode(order: CodeOrder): Promise<PaymentCode>;
  /** @throws FaultError where the hub cannot be asked. */
  watchPayment(order: WatchOrder): Promise<PaymentProgress>;
  endCode(attemptId: string): Promise<PaymentProgress>;
  /** Never rejects because the hub or the HIS is away. */
  billsDue(order: BillsOrder): Promise<PayableBills>;
  printPayment(order: PaymentPaperOrder): Promise<'printed' | 'uncertain' | 'failed'>;
}
