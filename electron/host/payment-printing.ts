import type { Catalogue } from '../../core/contract/catalogue.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import { paymentReceipt, paymentSlip } from '../../core/document/payment-paper.ts';
import { placeOf } from '../../core/visit/clinic-choice.ts';
import type { PaymentServices } from '../../core/visit/payment-context.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type { Watched } from '../hub-client/watched.ts';
import type { PrintJournal } from '../storage/kiosk-store.ts';
import { putOnPaper } from './printing.ts';
import { ticketWords } from './ticket-words.ts';

export interface PaymentPrintingParts {
  readonly bridge: Pick<DeviceBridge, 'print'>;
  readonly catalogue: Watched<Catalogue | undefined>;
  readonly prints: PrintJournal;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Receipts and slips on paper. They belong to a payment, and never count as the visit's ticket. */
export const createPaymentPrinting = (
  parts: PaymentPrintingParts,
): Pick<PaymentServices, 'printPayment'> => ({
  printPayment: async ({ kind, paying, invoice, cashierId, language, large }) => {
    const catalogue = parts.catalogue.current();
    if (catalogue === undefined)
      throw new FaultError('render-failed', 'no catalogue to print from');
    const { servicePoints, hospital } = catalogue;
    const place = (id: string | undefined) => {
      const point = servicePoints.find(one => one.id === id);
      return point && placeOf(point);
    };
    const issuedAt = new Date(parts.clock.now()).toISOString();
    const sheet = { hospital: hospital.name, language, large, issuedAt };
    const facts = {
      paying,
      invoice,
      place: place(paying.servicePointId),
      cashier: place(cashierId),
    };
    const document = (kind === 'receipt' ? paymentReceipt : paymentSlip)(
      facts,
      sheet,
      ticketWords(language),
    );
    // Of no visit: the ticket of the visit is still the first of its own.
    return putOnPaper(parts, paying.code?.attemptId ?? parts.ids.uuid(), document, false);
  },
});
