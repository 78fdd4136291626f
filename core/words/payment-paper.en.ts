import type { paymentPaperVi } from './payment-paper.vi.ts';
import type { TranslationOf } from './translation.ts';

export const paymentPaperEn: TranslationOf<typeof paymentPaperVi> = {
  paid: {
    banner: 'PAID',
    straight: 'Please go straight to the room and wait for your number.',
    first: 'PLEASE PAY BEFORE GOING TO THE ROOM',
    due: 'Still to pay',
  },
  receipt: {
    title: 'PAYMENT RECEIPT',
    received: 'Received',
    asked: 'Amount to pay',
    due: 'Still missing',
    extra: 'Paid too much',
    reference: 'Payment reference',
    number: 'Number',
    when: 'Received at {{time}} on {{date}}',
    noInvoice: 'This is a receipt, not an invoice.',
  },
  invoice: {
    none: 'For an invoice please go to {{cashier}}.',
    forPatient:
      'An e-invoice for the patient is noted. Collect it, or leave an e-mail address, at {{cashier}}.',
    forCompany:
      'An e-invoice for tax code {{taxCode}} is noted. Collect it, or leave an e-mail address, at {{cashier}}.',
  },
  outcome: {
    partial: 'Less than the amount was received. Please pay the rest by QR code or at {{cashier}}.',
    over: 'More than the amount was received. The rest is kept for you; please take this paper to {{cashier}} to have it back.',
    double:
      'This was paid twice. The second payment is kept for you; please take this paper to {{cashier}} to have it back.',
    'to-desk':
      'Money was received, and staff have to see what it is for. Please take this paper to {{cashier}}.',
  },
  later: {
    title: 'PAYMENT SLIP',
    amount: 'AMOUNT TO PAY',
    how: 'Pay in cash at {{cashier}}, or scan this code with any banking app. A relative may pay for you.',
    counterOnly: 'Please pay at {{cashier}}.',
    until: 'The code can be used until {{time}} on {{date}}',
    holder: 'Account holder',
    account: 'Account',
    late: 'If you have paid and the machine did not say so: the money is not lost, the hospital books it for this. Please do not pay again; show this slip at {{cashier}}.',
  },
  line: {
    examination: 'Examination',
    insurance: 'Paid by health insurance',
    'insurance-part': 'Health insurance pays {{percent}} %',
    prepayment: 'Prepayment, settled at the end',
    'hospital-bill': 'As billed by the hospital',
    'paid-before': 'Paid already',
  },
  billKind: {
    consultation: 'Examination',
    services: 'Tests and services',
    medicine: 'Medicine',
    advance: 'Prepayment',
    other: 'Hospital fees',
  },
  desk: 'the cashier',
};
