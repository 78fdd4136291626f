import { ChoiceRow, OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { Pager } from '../frame/pager.tsx';
import { usePagesThatFit } from '../frame/pages-that-fit.ts';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from '../steps/step-props.ts';
import { useCashier, useSubject } from './pay-facts.tsx';

const MOST_BILLS = 5;

type View = StepProps<'bills'>['view'];

const AskCounter = () => {
  const { say } = useWords();
  const send = useSend();
  return (
    <OutlineButton
      pictogram="counter"
      label={say('pay.bills.askCounter')}
      onPress={() => send({ type: 'askCounter' })}
    />
  );
};

const NoBills = ({ view }: { readonly view: View }) => {
  const { say } = useWords();
  const send = useSend();
  const cashier = useCashier(view.cashier);
  const isAway = view.outcome === 'his-away';
  return (
    <Page
      title={say(isAway ? 'pay.bills.titleAway' : 'pay.bills.titleNone')}
      lead={say(isAway ? 'pay.bills.leadAway' : 'pay.bills.leadNone', { cashier })}
      actions={
        <>
          <PrimaryButton label={say('pay.bills.finish')} onPress={() => send({ type: 'finish' })} />
          <AskCounter />
        </>
      }
    >
      <div className="page-picture">
        <Illustration scene="slip" />
      </div>
    </Page>
  );
};

/** What somebody owes: one is chosen, paid, and the rest is shown again. */
export const Bills = ({ view }: StepProps<'bills'>) => {
  const { say, money } = useWords();
  const subjectOf = useSubject();
  const send = useSend();
  const pages = usePagesThatFit(view.bills, MOST_BILLS);
  if (view.bills.length === 0) return <NoBills view={view} />;
  return (
    <Page
      isList
      title={say('pay.bills.title')}
      actions={
        <>
          <ul className="choices" ref={pages.ref}>
            {pages.shown.map(({ billId, due, ...subject }) => (
              <li key={billId}>
                <ChoiceRow
                  pictogram="money"
                  title={money(due)}
                  hint={subjectOf(subject)}
                  onPress={() => send({ type: 'chooseBill', billId })}
                />
              </li>
            ))}
          </ul>
          <Pager pages={pages} />
          <div className="side-by-side">
            <OutlineButton
              label={say('pay.bills.finish')}
              onPress={() => send({ type: 'finish' })}
            />
            <AskCounter />
          </div>
        </>
      }
    >
      <div className="page-picture page-picture-beside">
        <Illustration scene="slip" />
      </div>
    </Page>
  );
};
