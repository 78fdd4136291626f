import { abandoned } from './payment-links.ts';
import { visitSetup } from './visit-setup.ts';

/**
 * An electronic invoice, on the way to paying and never in it: whatever is answered here leads back
 * to what is to pay.
 */

/** For whom it is made out. */
export const invoice = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    ...abandoned,
    chooseInvoice: [
      {
        guard: ({ event }) => event.for === 'company',
        target: 'taxCode',
        actions: 'clearNotice',
      },
      { guard: 'invoiceKnown', target: 'charges', actions: 'keepInvoice' },
    ],
    back: 'charges',
  },
});

/** The tax code of a company, typed or scanned. */
export const taxCode = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    ...abandoned,
    submitTaxCode: { guard: 'givesTaxCode', target: 'charges', actions: 'keepInvoice' },
    'code.refused': [
      { guard: 'givesTaxCode', target: 'charges', actions: 'keepInvoice' },
      { actions: 'noticeUnknownCode' },
    ],
    'code.read': { actions: 'noticeUnknownCode' },
    back: 'invoice',
  },
});
