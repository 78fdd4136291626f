import type { ReactNode } from 'react';
import type { BillName, Charges } from '../../../core/contract/kiosk-payment.ts';
import type { InvoiceView } from '../../../core/contract/payment-steps.ts';
import type { Place } from '../../../core/contract/kiosk.ts';
import { formatPercent } from '../../../core/document/format.ts';
import { calendarDate } from '../../ui/format.ts';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { Note } from '../frame/note.tsx';
import { useWords } from '../screen-context.ts';

interface FactProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly isStrong?: boolean;
  readonly isSpare?: boolean;
}

/** One figure and what it is. */
export const PayFact = ({ label, value, isStrong = false, isSpare = false }: FactProps) => (
  <div className={`pay-fact${isStrong ? ' pay-fact-strong' : ''}${isSpare ? ' spare' : ''}`}>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

/** Each line of a bill with its reason, and what they come to, which the question says as well. */
export const ChargeLines = ({ charges }: { readonly charges: Charges }) => {
  const { say, money, language } = useWords();
  const { lines, total, due } = charges;
  return (
    <dl className="pay-facts">
      {lines.map(({ reason, amount, percent, text }, index) => (
        <PayFact
          key={index}
          label={
            text ??
            say(`pay.lines.${reason}`, {
              percent: percent === undefined ? '' : formatPercent(percent, language),
            })
          }
          value={`${amount < 0 ? '−' : ''}${money(Math.abs(amount))}`}
        />
      ))}
      {due !== total && <PayFact label={say('pay.charges.total')} value={money(total)} isSpare />}
      <PayFact
        label={say(due === total ? 'pay.charges.total' : 'pay.charges.remaining')}
        value={money(due)}
        isStrong
        isSpare
      />
    </dl>
  );
};

interface Subject {
  readonly place?: Place | undefined;
  readonly bill?: BillName | undefined;
}

/** What is paid for. */
export const useSubject = (): ((subject: Subject) => string | undefined) => {
  const { say, local } = useWords();
  return ({ place, bill }) => {
    if (bill === undefined) return place && local(place.name);
    const values = { bill: say(`pay.kinds.${bill.kind}`), day: calendarDate(bill.day) };
    return say(bill.isPriorDebt ? 'pay.priorDebt' : 'pay.ofDay', values);
  };
};

/** For whom the invoice is; undefined where none is wanted. */
export const useInvoice = (): ((invoice: InvoiceView) => string | undefined) => {
  const { say } = useWords();
  return ({ for: buyer, taxCode = '' }) =>
    buyer === 'nobody' ? undefined : say(`pay.invoice.for.${buyer}`, { taxCode });
};

/** How the counter that takes cash is called, and where it is. */
export const useCashier = (cashier: Place | undefined): string => {
  const { room, local, say } = useWords();
  return cashier === undefined ? say('pay.desk') : `${room(cashier)}, ${local(cashier.floor)}`;
};

const PAPER: Readonly<Record<'printing' | 'printed' | 'uncertain' | 'failed', KioskKey>> = {
  printing: 'pay.paper.printing',
  printed: 'pay.paper.printed',
  uncertain: 'pay.paper.uncertain',
  failed: 'pay.paper.failed',
};

/** Where the receipt or slip is. Read out whenever it changes. */
export const PaperNote = ({ print }: { readonly print: keyof typeof PAPER }) => {
  const { say } = useWords();
  const isFine = print === 'printing' || print === 'printed';
  return (
    <div role="status">
      <Note tone={isFine ? 'plain' : 'attention'} pictogram={isFine ? 'printer' : 'attention'}>
        {say(PAPER[print])}
      </Note>
    </div>
  );
};
