import type { InvoiceView } from '../../../core/contract/payment-steps.ts';
import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { FaultNotice, Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from '../steps/step-props.ts';
import { ChargeLines, useCashier, useInvoice, useSubject } from './pay-facts.tsx';
import './payment.css';

/** Quiet: an invoice is for whoever needs one, and paying goes on without it. */
const InvoiceButton = ({ invoice }: { readonly invoice: InvoiceView }) => {
  const { say } = useWords();
  const send = useSend();
  const chosen = useInvoice()(invoice);
  return (
    <OutlineButton
      label={chosen === undefined ? say('pay.invoice.open') : say('pay.invoice.change', { chosen })}
      onPress={() => send({ type: 'openInvoice' })}
    />
  );
};

/** What to pay, why, and the two ways, neither larger than the other. */
export const ChargesPage = ({ view }: StepProps<'charges'>) => {
  const { say, money } = useWords();
  const send = useSend();
  const { charges, isFirst } = view;
  const cashier = useCashier(view.cashier);
  const subject = useSubject()(view);
  return (
    <Page
      isDense
      title={say('pay.charges.title', { price: money(charges.due) })}
      actions={
        <>
          <div className="pay-ways">
            {charges.byCode === 'offered' && (
              <ChoiceRow
                pictogram="code"
                title={say('pay.charges.byCode')}
                hint={say('pay.charges.byCodeHint')}
                isHintSpare
                onPress={() => send({ type: 'payByCode' })}
              />
            )}
            <ChoiceRow
              pictogram="money"
              title={say('pay.charges.atCounter')}
              hint={say('pay.charges.atCounterHint')}
              isHintSpare
              onPress={() => send({ type: 'payAtCounter' })}
            />
          </div>
          {view.invoice !== undefined && <InvoiceButton invoice={view.invoice} />}
        </>
      }
    >
      {subject !== undefined && <p className="page-lead spare-tight">{subject}</p>}
      <ChargeLines charges={charges} />
      {charges.byCode === 'offered' ? (
        <p className="page-lead spare">{say(isFirst ? 'pay.charges.first' : 'pay.charges.any')}</p>
      ) : (
        <Note tone="attention" pictogram={charges.byCode === 'away' ? 'networkAway' : 'info'}>
          {say(`pay.why.${charges.byCode}`, { cashier })}
        </Note>
      )}
      <FaultNotice code={view.notice} />
    </Page>
  );
};
