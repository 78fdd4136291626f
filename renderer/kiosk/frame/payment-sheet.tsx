import { grouped } from '../../ui/format.ts';
import type { PaymentShown } from '../devices/payment-shown.ts';
import { useSnapshot, useWords } from '../screen-context.ts';
import { Overlay } from './overlay.tsx';
import { PaymentCode } from './payment-code.tsx';
import './payment-sheet.css';

/** The code to pay by, or the word that it was paid. */
export const PaymentSheet = ({ payment }: { readonly payment: PaymentShown }) => {
  const { say } = useWords();
  const language = useSnapshot(snapshot => snapshot.language);
  const amount = grouped(payment.amount, language);
  if (payment.state === 'paid') {
    return (
      <Overlay role="dialog" title={say('payment.paid')} pictogram="check">
        <p role="status">{say('payment.amount', { amount })}</p>
      </Overlay>
    );
  }
  return (
    <Overlay role="dialog" title={say('payment.title')}>
      <p className="payment-amount">{say('payment.amount', { amount })}</p>
      <PaymentCode symbol={payment.symbol} name={say('payment.code')} />
      <p>{say('payment.how')}</p>
    </Overlay>
  );
};
