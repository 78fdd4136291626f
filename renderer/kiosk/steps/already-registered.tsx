import type { TicketView } from '../../../core/contract/kiosk.ts';
import { ChoiceRow, OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { Pager } from '../frame/pager.tsx';
import { usePagesThatFit } from '../frame/pages-that-fit.ts';
import { PrintNote } from '../frame/print-note.tsx';
import { ReprintButton, usePrinterThere } from '../frame/reprint-button.tsx';
import { TicketCard } from '../frame/ticket-card.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';

const MOST_TICKETS = 4;

const OnlyTicket = ({ ticket }: { readonly ticket: TicketView }) => {
  const { say } = useWords();
  const send = useSend();
  return (
    <Page
      isDense
      title={say('alreadyRegistered.title')}
      actions={
        <>
          {ticket.reprinted && <PrintNote ticket={ticket} />}
          <PrimaryButton
            label={say('alreadyRegistered.finish')}
            onPress={() => send({ type: 'finish' })}
          />
          <ReprintButton ticket={ticket} label={say('alreadyRegistered.reprint')} />
          <OutlineButton
            pictogram="newVisit"
            label={say('alreadyRegistered.registerAnother')}
            onPress={() => send({ type: 'registerAnother' })}
          />
        </>
      }
    >
      {!ticket.reprinted && <p className="page-lead spare">{say('alreadyRegistered.lead')}</p>}
      <TicketCard ticket={ticket} />
    </Page>
  );
};

const SeveralTickets = ({ tickets }: { readonly tickets: readonly TicketView[] }) => {
  const { say, local, room } = useWords();
  const send = useSend();
  const isPrinterThere = usePrinterThere();
  const pages = usePagesThatFit(tickets, MOST_TICKETS);
  const reprinted = tickets.find(ticket => ticket.reprinted);
  return (
    <Page
      isList
      title={say('alreadyRegistered.title')}
      lead={say('alreadyRegistered.lead')}
      actions={
        <>
          <ul className="choices" ref={pages.ref}>
            {pages.shown.map(ticket => (
              <li key={ticket.label}>
                <ChoiceRow
                  pictogram="printer"
                  title={say('alreadyRegistered.reprintOf', { label: ticket.label })}
                  hint={`${local(ticket.place.name)} · ${room(ticket.place)} · ${local(ticket.place.floor)}`}
                  isDisabled={!isPrinterThere || ticket.print === 'printing'}
                  onPress={() => send({ type: 'reprint', large: false, label: ticket.label })}
                />
              </li>
            ))}
          </ul>
          <Pager pages={pages} />
          <PrimaryButton
            label={say('alreadyRegistered.finish')}
            onPress={() => send({ type: 'finish' })}
          />
          <OutlineButton
            pictogram="newVisit"
            label={say('alreadyRegistered.registerAnother')}
            onPress={() => send({ type: 'registerAnother' })}
          />
        </>
      }
    >
      {reprinted !== undefined && <PrintNote ticket={reprinted} />}
      <div className="page-picture page-picture-beside">
        <Illustration scene="slip" />
      </div>
    </Page>
  );
};

/** One visit, one number: what was given out today is shown again instead of given twice. */
export const AlreadyRegistered = ({ view }: StepProps<'already-registered'>) => {
  const [first, ...others] = view.tickets;
  return first !== undefined && others.length === 0 ? (
    <OnlyTicket ticket={first} />
  ) : (
    <SeveralTickets tickets={view.tickets} />
  );
};
