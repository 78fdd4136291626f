import type { PaymentTexts } from './payment.vi.ts';
import type { TranslationOf } from './translation.ts';

export const paymentEn: TranslationOf<PaymentTexts> = {
  idle: {
    title: 'Welcome',
    lead: 'When there is something to pay, the QR code is shown here.',
  },
  due: {
    title: 'Scan the code to pay',
    amount: '{{amount}} VND',
    code: 'Payment code',
    how: 'Open your banking app and scan this code.',
    left: 'The code is valid for {{time}}',
  },
  paid: {
    title: 'Payment received',
    amount: '{{amount}} VND',
    lead: 'Thank you.',
  },
  expired: {
    title: 'The code has run out',
    lead: 'Please do not scan it any more. See the main screen for a new one, or go to the counter.',
  },
  cancelled: {
    title: 'The payment was cancelled',
    lead: 'Please do not scan the code any more. See the main screen.',
  },
  lost: {
    title: 'Connecting again',
    lead: 'One moment, please.',
  },
};
