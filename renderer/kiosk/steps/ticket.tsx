import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { PrintNote } from '../frame/print-note.tsx';
import { ReprintButton } from '../frame/reprint-button.tsx';
import { TicketCard } from '../frame/ticket-card.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { TicketView } from '../../../core/contract/kiosk.ts';
import type { StepProps } from './step-props.ts';

interface PrintAgainProps {
  readonly ticket: TicketView;
  /** No paper is known to be out yet: it need not be larger. */
  readonly isPlain: boolean;
}

/** Paying, the slip once more, and where there is a printer for it the visit on A4. */
const PrintAgain = ({ ticket, isPlain }: PrintAgainProps) => {
  const { say } = useWords();
  const send = useSend();
  const { copy, label } = ticket;
  const again = (
    <ReprintButton
      ticket={ticket}
      label={say(isPlain ? 'ticket.reprint' : 'ticket.reprintLarge')}
      large={!isPlain}
    />
  );
  const onA4 = copy !== undefined && (
    <OutlineButton
      label={say(`ticket.copy.${copy}`)}
      isDisabled={copy !== 'offered' && copy !== 'failed'}
      onPress={() => send({ type: 'printCopy', label })}
    />
  );
  if (ticket.payable !== true) {
    return onA4 === false ? (
      again
    ) : (
      <div className="side-by-side">
        {again}
        {onA4}
      </div>
    );
  }
  return (
    <>
      <div className="side-by-side">
        <OutlineButton
          pictogram="money"
          label={say('pay.ticket.pay')}
          onPress={() => send({ type: 'openCharges' })}
        />
        {again}
      </div>
      {onA4 !== false && <div className="spare">{onA4}</div>}
    </>
  );
};

/** The number on the screen counts even where no paper came out. */
export const Ticket = ({ view: { ticket } }: StepProps<'ticket'>) => {
  const { say } = useWords();
  const send = useSend();
  const isPlain = ticket.print === 'failed' || ticket.print === 'uncertain';
  return (
    <Page
      isDense
      title={say(ticket.print === 'failed' ? 'ticket.titleFailed' : 'ticket.title')}
      actions={
        <>
          {ticket.offline && (
            <Note tone="attention" pictogram="networkAway" isSpare={ticket.print === 'failed'}>
              {say('ticket.offline')}
            </Note>
          )}
          <PrintNote ticket={ticket} />
          <PrimaryButton label={say('ticket.finish')} onPress={() => send({ type: 'finish' })} />
          <PrintAgain ticket={ticket} isPlain={isPlain} />
        </>
      }
    >
      <TicketCard ticket={ticket} />
    </Page>
  );
};
