import { formatPercent } from '../../../core/document/format.ts';
import type { TicketView } from '../../../core/contract/kiosk.ts';
import { clockTime } from '../../ui/format.ts';
import { Pictogram, type PictogramName } from '../../ui/pictograms/pictogram.tsx';
import type { Words } from '../../ui/words/kiosk-words.ts';
import { useWords } from '../screen-context.ts';
import './ticket-card.css';

/** When the patient is likely to be called, as exactly as it is known. */
const expectedTime = ({ say }: Words, ticket: TicketView): string => {
  if (ticket.expectedAt !== undefined) {
    return say('units.about', { time: clockTime(ticket.expectedAt) });
  }
  return ticket.waitMinutes === undefined
    ? say('ticket.callOrder')
    : say('units.about', { time: say('units.minutes', { count: ticket.waitMinutes }) });
};

const peopleBefore = ({ say }: Words, { peopleAhead }: TicketView): string | undefined => {
  if (peopleAhead === undefined) return undefined;
  return peopleAhead === 0 ? say('ticket.next') : say('ticket.ahead', { count: peopleAhead });
};

interface FactProps {
  readonly label: string;
  readonly value: string;
  readonly detail: string | undefined;
}

const Fact = ({ label, value, detail }: FactProps) => (
  <div className="ticket-fact">
    <dt>{label}</dt>
    <dd className="ticket-fact-value">{value}</dd>
    {detail !== undefined && <dd className="ticket-fact-detail">{detail}</dd>}
  </div>
);

interface PillProps {
  readonly pictogram: PictogramName;
  readonly text: string;
  readonly detail?: string | undefined;
  readonly tone: 'ok' | 'plain';
}

const Pill = ({ pictogram, text, detail, tone }: PillProps) => (
  <li className={`pill pill-${tone}`}>
    <Pictogram name={pictogram} />
    <span>
      {text}
      {detail !== undefined && <span className="spare">{` · ${detail}`}</span>}
    </span>
  </li>
);

const Pills = ({ ticket, words }: { readonly ticket: TicketView; readonly words: Words }) => {
  const { say, money, language } = words;
  const { numberClass, priorityGroup, payer, price, coverageRoute, payment } = ticket;
  const percent = coverageRoute?.benefitPercent;
  // What is to be paid says by itself that the patient pays.
  const isPayerKnown = payment !== undefined && payer === 'self-pay';
  return (
    <ul className="pills">
      {numberClass === 'priority' && (
        <Pill
          tone="ok"
          pictogram="check"
          text={say('ticket.classes.priority')}
          detail={priorityGroup && say(`priority.groups.${priorityGroup}`)}
        />
      )}
      {payer !== undefined && !isPayerKnown && (
        <Pill
          tone="plain"
          pictogram={payer === 'insured' ? 'shield' : 'money'}
          text={say(`ticket.payers.${payer}`, { price: money(price ?? 0) })}
          detail={
            payer === 'insured' && percent !== undefined
              ? say('coverage.paysPercent', { percent: formatPercent(percent, language) })
              : undefined
          }
        />
      )}
      {payment !== undefined && (
        <Pill
          tone={payment.state === 'paid' ? 'ok' : 'plain'}
          pictogram={payment.state === 'paid' ? 'check' : 'money'}
          text={say(
            payment.state === 'paid'
              ? 'pay.ticket.paid'
              : payment.isFirst
                ? 'pay.ticket.first'
                : 'pay.ticket.due',
            { price: money(payment.amount) },
          )}
        />
      )}
    </ul>
  );
};

/** The number, where it is called, when, and the way there. */
export const TicketCard = ({ ticket }: { readonly ticket: TicketView }) => {
  const words = useWords();
  const { say, local, room } = words;
  const { place } = ticket;
  const isCounter = place.pictogram === 'counter';
  return (
    <section className="ticket-card" aria-label={say('ticket.number')}>
      <div className="ticket-head">
        <p className="ticket-caption spare">{say('ticket.number')}</p>
        <p className="ticket-number" ref={sizeByLength(ticket.label)}>
          {ticket.label}
        </p>
        <Pills ticket={ticket} words={words} />
      </div>
      <dl className="ticket-facts">
        <Fact
          label={say(isCounter ? 'ticket.counterRoom' : 'ticket.room')}
          value={room(place)}
          detail={isCounter ? local(place.floor) : `${local(place.name)} · ${local(place.floor)}`}
        />
        <Fact
          label={say('ticket.expected')}
          value={expectedTime(words, ticket)}
          detail={peopleBefore(words, ticket)}
        />
      </dl>
      <p className="ticket-way">
        <Pictogram name="walk" />
        <span>
          <span className="heard-only">{`${say('ticket.way')}: `}</span>
          {local(place.directions)}
        </span>
      </p>
    </section>
  );
};

/** Lets the style sheet fit the number to the card: a priority number has one letter more. */
const sizeByLength =
  (label: string) =>
  (element: HTMLElement | null): void =>
    element?.style.setProperty('--characters', String(label.length));
