import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Page } from '../frame/page.tsx';
import { PrintNote } from '../frame/print-note.tsx';
import { ReprintButton } from '../frame/reprint-button.tsx';
import { TicketCard } from '../frame/ticket-card.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';

/** The way on after anything that did not work: a place in the queue of somebody who can help. */
export const Counter = ({ view: { reason, ticket } }: StepProps<'counter'>) => {
  const { say } = useWords();
  const send = useSend();
  const onPaper = ticket.print === 'printing' || ticket.print === 'printed';
  return (
    <Page
      isDense
      title={say(`counter.titles.${reason}`)}
      actions={
        <>
          <PrintNote ticket={ticket} isSaidAlready />
          <PrimaryButton label={say('ticket.finish')} onPress={() => send({ type: 'finish' })} />
          <ReprintButton ticket={ticket} label={say('ticket.reprint')} />
        </>
      }
    >
      <p className={`page-lead spare-tight${onPaper ? '' : ' spare'}`}>
        {say(`counter.leads.${reason}`)}
      </p>
      <TicketCard ticket={ticket} />
    </Page>
  );
};
