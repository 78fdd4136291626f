import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { formatPercent } from '../../../core/document/format.ts';
import { calendarDate } from '../../ui/format.ts';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';
import './coverage.css';

interface FactProps {
  readonly label: string;
  readonly value: string;
  readonly isSpare?: boolean;
}

const Fact = ({ label, value, isSpare = false }: FactProps) => (
  <div className={`cover-fact${isSpare ? ' spare' : ''}`}>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

const Place = ({ place }: Pick<StepProps<'coverage'>['view'], 'place'>) => {
  const { local, room } = useWords();
  return (
    <div className="cover-place">
      <span className="choice-picture">
        <Pictogram name={place.pictogram} />
      </span>
      <span className="choice-words">
        <span className="choice-title">{local(place.name)}</span>
        <span className="choice-hint">{`${room(place)}, ${local(place.floor)}`}</span>
      </span>
    </div>
  );
};

type Insured = StepProps<'coverage'>['view']['insured'];

/** Good news that goes with a card rather than with the route. */
const NOTED = ['renewed', 'replaced', 'extended'] as const;
type Noted = (typeof NOTED)[number];
const isNoted = (finding: Insured['finding']): finding is Noted =>
  NOTED.some(one => one === finding);

/** The most exact words there are: of the insurer's answer, of the route, of the cover. */
const reasonKey = ({ reason, route, finding }: Insured) => {
  if (finding !== undefined && !isNoted(finding)) return `coverage.findings.${finding}` as const;
  return route === undefined || route.reason === 'no-insurance'
    ? (`coverage.reasons.${reason}` as const)
    : (`coverage.routes.${route.reason}` as const);
};

/** A paper that may change who pays. */
const HaveSlip = () => {
  const { say } = useWords();
  const send = useSend();
  return (
    <OutlineButton label={say('coverage.haveSlip')} onPress={() => send({ type: 'openSlips' })} />
  );
};

/** Whoever is not sure shows a paper, or asks. */
const Doubts = ({ view: { slipHelps } }: Pick<StepProps<'coverage'>, 'view'>) => {
  const { say } = useWords();
  const send = useSend();
  return (
    <div className={slipHelps ? 'side-by-side' : undefined}>
      {slipHelps && <HaveSlip />}
      <OutlineButton
        pictogram={slipHelps ? undefined : 'counter'}
        label={say(slipHelps ? 'coverage.askShort' : 'coverage.askCounter')}
        onPress={() => send({ type: 'askCounter' })}
      />
    </div>
  );
};

/** The way on: insured, paid by the patient, or with a number to somebody who can tell. */
const useWays = ({ view }: Pick<StepProps<'coverage'>, 'view'>) => {
  const { say, money } = useWords();
  const send = useSend();
  const { offered, route } = view.insured;
  const price = money(view.price);
  const selfPay = () => send({ type: 'choosePayer', mode: 'self-pay' });
  const askCounter = () => send({ type: 'askCounter' });
  if (offered) {
    return {
      title: say('coverage.titleInsured'),
      ways: (
        <>
          <PrimaryButton
            pictogram="shield"
            label={say('coverage.useInsurance')}
            onPress={() => send({ type: 'choosePayer', mode: 'insured' })}
          />
          <OutlineButton
            pictogram="money"
            label={say('coverage.selfPay', { price })}
            onPress={selfPay}
          />
          <Doubts view={view} />
        </>
      ),
    };
  }
  if (route?.route === 'ask-clerk') {
    return {
      title: say('coverage.titleClerk'),
      ways: (
        <>
          <PrimaryButton
            pictogram="counter"
            label={say('coverage.takeNumber')}
            onPress={askCounter}
          />
          <OutlineButton
            pictogram="money"
            label={say('coverage.selfPay', { price })}
            onPress={selfPay}
          />
          {view.slipHelps && <HaveSlip />}
        </>
      ),
    };
  }
  return {
    title: say('coverage.titleSelfPay'),
    ways: (
      <>
        <PrimaryButton
          pictogram="money"
          label={say('coverage.selfPayPrimary', { price })}
          onPress={selfPay}
        />
        <Doubts view={view} />
      </>
    ),
  };
};

const Facts = ({ view: { insured, price } }: Pick<StepProps<'coverage'>, 'view'>) => {
  const { say, money, language } = useWords();
  const { benefitPercent, paysAllBelow } = insured.route ?? {};
  return (
    <dl className="cover-facts spare-tight">
      {insured.cardNumber !== undefined && (
        <Fact label={say('coverage.card')} value={insured.cardNumber} isSpare />
      )}
      {insured.validTo !== undefined && (
        <Fact label={say('coverage.validTo')} value={calendarDate(insured.validTo)} isSpare />
      )}
      {benefitPercent !== undefined && benefitPercent > 0 && (
        <Fact
          label={say('coverage.pays')}
          value={say('coverage.paysPercent', { percent: formatPercent(benefitPercent, language) })}
        />
      )}
      {paysAllBelow !== undefined && (
        <Fact
          label={say('coverage.paysAllBelow', { price: money(paysAllBelow) })}
          value={say('coverage.paysAll')}
          isSpare
        />
      )}
      {paysAllBelow === undefined && <Fact label={say('coverage.price')} value={money(price)} />}
    </dl>
  );
};

/** Who pays, and why, in words that need no clerk to explain them. */
export const Coverage = ({ view }: StepProps<'coverage'>) => {
  const { say } = useWords();
  const { title, ways } = useWays({ view });
  const { insured, place } = view;
  const tone = insured.offered ? 'ok' : 'attention';
  const key = reasonKey(insured);
  return (
    <Page isDense title={title} actions={ways}>
      <div className="cover">
        <Place place={place} />
        <div className={`cover-reason note-${tone}`}>
          <Pictogram name={insured.offered ? 'shield' : 'info'} />
          <span>
            <strong>{say(`${key}.what`)}</strong>
            <span>{say(`${key}.why`)}</span>
            {isNoted(insured.finding) && <span>{say(`coverage.notes.${insured.finding}`)}</span>}
          </span>
        </div>
        {view.slip !== undefined && (
          <Note tone="ok" pictogram="check" isSpare>
            {say(`coverage.slipTaken.${view.slip}`)}
          </Note>
        )}
        <Facts view={view} />
      </div>
    </Page>
  );
};
