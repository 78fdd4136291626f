import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { clockTime, weekdayAndDate } from '../../ui/format.ts';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from '../steps/step-props.ts';
import { PaperNote, PayFact, useCashier } from './pay-facts.tsx';
import './payment.css';

type View = StepProps<'payment-slip'>['view'];

/** Whoever has had a code before may have paid it. */
const Ways = ({ view }: { readonly view: View }) => {
  const { say } = useWords();
  const send = useSend();
  const isAsking = view.asked === 'asking';
  return (
    <>
      <PrimaryButton label={say('pay.slip.next')} onPress={() => send({ type: 'finish' })} />
      <div className="side-by-side">
        {view.byCode && view.why === 'expired' && (
          <OutlineButton
            pictogram="code"
            label={say('pay.slip.newCode')}
            onPress={() => send({ type: 'payByCode' })}
          />
        )}
        {view.why === 'expired' ? (
          <OutlineButton
            pictogram="check"
            label={say(isAsking ? 'pay.code.asking' : 'pay.code.paid')}
            isDisabled={isAsking}
            onPress={() => send({ type: 'askPayment' })}
          />
        ) : (
          <OutlineButton
            pictogram="printer"
            label={say('pay.slip.again')}
            isDisabled={view.print === 'printing'}
            onPress={() => send({ type: 'reprintPayment' })}
          />
        )}
      </div>
    </>
  );
};

/** It is paid later; the slip says where, and with which code. */
export const PaymentSlipPage = ({ view }: StepProps<'payment-slip'>) => {
  const { say, money, language } = useWords();
  const cashier = useCashier(view.cashier);
  const { code, amount, why, asked } = view;
  const price = money(amount);
  return (
    <Page
      isDense
      title={say(why === 'expired' ? 'pay.slip.titleExpired' : 'pay.slip.titleChosen')}
      actions={
        <>
          {(asked === 'nothing-yet' || asked === 'away') && (
            <Note tone="attention" pictogram={asked === 'away' ? 'networkAway' : 'hourglass'}>
              {say(`pay.code.${asked}`)}
            </Note>
          )}
          <PaperNote print={view.print} />
          <Ways view={view} />
        </>
      }
    >
      {why === 'expired' && (
        <Note tone="attention" pictogram="info">
          {say('pay.slip.late')}
        </Note>
      )}
      <p className="page-lead">{say('pay.slip.chosen', { price, cashier })}</p>
      {code !== undefined && (
        <>
          <p className="page-lead spare">
            {say('pay.slip.relative', {
              time: clockTime(code.expiresAt),
              date: weekdayAndDate(Date.parse(code.expiresAt), language),
            })}
          </p>
          <dl className="pay-facts">
            <PayFact label={say('pay.result.reference')} value={code.reference} isStrong />
          </dl>
        </>
      )}
    </Page>
  );
};
