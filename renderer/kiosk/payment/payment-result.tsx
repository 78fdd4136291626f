import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { clockTime } from '../../ui/format.ts';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from '../steps/step-props.ts';
import { PaperNote, PayFact, useCashier, useInvoice } from './pay-facts.tsx';
import './payment.css';

type View = StepProps<'payment-result'>['view'];

const Figures = ({ view }: { readonly view: View }) => {
  const { say, money } = useWords();
  const { amount, received, due, unallocated, reference, paidAt } = view;
  const invoiceOf = useInvoice();
  const chosen = view.invoice && invoiceOf(view.invoice);
  return (
    <dl className="pay-facts">
      <PayFact label={say('pay.result.asked')} value={money(amount)} isSpare />
      <PayFact label={say('pay.result.received')} value={money(received)} isStrong />
      {due > 0 && <PayFact label={say('pay.result.due')} value={money(due)} isStrong />}
      {unallocated > 0 && (
        <PayFact label={say('pay.result.extra')} value={money(unallocated)} isStrong />
      )}
      <PayFact label={say('pay.result.reference')} value={reference} />
      {paidAt !== undefined && (
        <PayFact label={say('pay.result.when')} value={clockTime(paidAt)} isSpare />
      )}
      {chosen !== undefined && (
        <PayFact
          label={say('pay.invoice.label')}
          value={say('pay.invoice.noted', { chosen })}
          isSpare
        />
      )}
    </dl>
  );
};

const Ways = ({ view }: { readonly view: View }) => {
  const { say, money } = useWords();
  const send = useSend();
  const again = (
    <OutlineButton
      pictogram="printer"
      label={say('pay.result.again')}
      isDisabled={view.print === 'printing'}
      onPress={() => send({ type: 'reprintPayment' })}
    />
  );
  const next = () => send({ type: 'finish' });
  if (view.due === 0) {
    return (
      <>
        <PrimaryButton
          label={say(view.others === undefined ? 'pay.result.next' : 'pay.result.others')}
          onPress={next}
        />
        {view.outcome !== 'withdrawn' && again}
      </>
    );
  }
  return (
    <>
      {view.byCode && (
        <PrimaryButton
          pictogram="code"
          label={say('pay.result.payRest', { due: money(view.due) })}
          onPress={() => send({ type: 'payByCode' })}
        />
      )}
      <div className="side-by-side">
        <OutlineButton
          pictogram="money"
          label={say('pay.result.restAtCounter')}
          onPress={() => send({ type: 'payAtCounter' })}
        />
        {again}
      </div>
    </>
  );
};

/** How it came out, in plain words; the receipt says the same. */
export const PaymentResult = ({ view }: StepProps<'payment-result'>) => {
  const { say, money } = useWords();
  const cashier = useCashier(view.cashier);
  const { outcome } = view;
  const values = {
    received: money(view.received),
    due: money(view.due),
    extra: money(view.unallocated),
    cashier,
  };
  const isFine = outcome === 'paid';
  return (
    <Page
      isDense
      title={say(`pay.result.titles.${outcome}`, values)}
      actions={
        <>
          {outcome !== 'withdrawn' && <PaperNote print={view.print} />}
          <Ways view={view} />
        </>
      }
    >
      <Note tone={isFine ? 'ok' : 'attention'} pictogram={isFine ? 'check' : 'attention'}>
        {say(`pay.result.leads.${outcome}`, values)}
      </Note>
      {outcome !== 'withdrawn' && <Figures view={view} />}
      {view.others !== undefined && (
        <p className="page-lead">
          {say('pay.result.left', { count: view.others.count, due: money(view.others.due) })}
        </p>
      )}
    </Page>
  );
};
