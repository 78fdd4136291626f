import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from '../steps/step-props.ts';
import { useCashier } from './pay-facts.tsx';

/** For whom the invoice is made out; nothing is typed for the patient, whom the papers name. */
export const InvoicePage = ({ view: { patient, ...view } }: StepProps<'invoice'>) => {
  const { say } = useWords();
  const send = useSend();
  const cashier = useCashier(view.cashier);
  return (
    <Page
      title={say('pay.invoice.title')}
      lead={say('pay.invoice.lead', { cashier })}
      actions={
        <>
          {patient !== undefined && (
            <ChoiceRow
              pictogram="person"
              title={patient.name}
              hint={
                patient.number === undefined
                  ? say('pay.invoice.patientHint')
                  : say('pay.invoice.patientNumber', { number: patient.number })
              }
              onPress={() => send({ type: 'chooseInvoice', for: 'patient' })}
            />
          )}
          <ChoiceRow
            pictogram="keypad"
            title={say('pay.invoice.company')}
            hint={say('pay.invoice.companyHint')}
            onPress={() => send({ type: 'chooseInvoice', for: 'company' })}
          />
          <OutlineButton
            label={say('pay.invoice.none')}
            onPress={() => send({ type: 'chooseInvoice', for: 'nobody' })}
          />
        </>
      }
    >
      <div className="page-picture">
        <Illustration scene="slip" />
      </div>
    </Page>
  );
};
