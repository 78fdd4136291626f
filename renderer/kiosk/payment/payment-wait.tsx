import { useWords } from '../screen-context.ts';
import { Page } from '../frame/page.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { REASSURE_AFTER_MS, SAY_SO_AFTER_MS, useAfter, WaitingDots } from '../frame/waiting.tsx';
import type { StepProps } from '../steps/step-props.ts';

/** The hub is asked; the patient learns what for. */
export const PaymentWait = ({ view: { doing } }: StepProps<'payment-wait'>) => {
  const { say } = useWords();
  const saySo = useAfter(SAY_SO_AFTER_MS);
  const isLong = useAfter(REASSURE_AFTER_MS);
  return (
    <Page title={say(`pay.wait.${doing}`)}>
      <p className="page-lead" role="status">
        {saySo && say(isLong ? 'pay.wait.long' : 'pay.wait.lead')}
      </p>
      <div className="page-picture">
        <Illustration scene="slip" />
      </div>
      <WaitingDots />
    </Page>
  );
};
