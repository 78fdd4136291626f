import { grouped } from '../../ui/format.ts';
import type { PaymentShown } from '../devices/payment-shown.ts';
import { useSnapshot, useWords } from '../screen-context.ts';
import { Overlay } from './overlay.tsx';
import './payment-sheet.css';

/** Light modules around the code (ISO/IEC 18004, 5.3.8). */
const QUIET_ZONE = 4;

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
  const { size, path } = payment.symbol;
  const side = size + 2 * QUIET_ZONE;
  return (
    <Overlay role="dialog" title={say('payment.title')}>
      <p className="payment-amount">{say('payment.amount', { amount })}</p>
      <svg
        className="payment-code"
        viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
        shapeRendering="crispEdges"
        role="img"
        aria-label={say('payment.code')}
      >
        <path d={path} />
      </svg>
      <p>{say('payment.how')}</p>
    </Overlay>
  );
};
