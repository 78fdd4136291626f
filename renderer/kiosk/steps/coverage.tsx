import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
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

/** Who pays, and why, in words that need no clerk to explain them. */
export const Coverage = ({ view }: StepProps<'coverage'>) => {
  const { say, money } = useWords();
  const send = useSend();
  const { insured, place } = view;
  const price = money(view.price);
  const tone = insured.offered ? 'ok' : 'attention';
  const selfPay = () => send({ type: 'choosePayer', mode: 'self-pay' });
  return (
    <Page
      isDense
      title={say(insured.offered ? 'coverage.titleInsured' : 'coverage.titleSelfPay')}
      actions={
        <>
          {insured.offered ? (
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
            </>
          ) : (
            <PrimaryButton
              pictogram="money"
              label={say('coverage.selfPayPrimary', { price })}
              onPress={selfPay}
            />
          )}
          <div className={view.slipHelps ? 'side-by-side' : undefined}>
            {view.slipHelps && (
              <OutlineButton
                label={say('coverage.haveSlip')}
                onPress={() => send({ type: 'openSlips' })}
              />
            )}
            <OutlineButton
              pictogram={view.slipHelps ? undefined : 'counter'}
              label={say('coverage.askCounter')}
              onPress={() => send({ type: 'askCounter' })}
            />
          </div>
        </>
      }
    >
      <div className="cover">
        <Place place={place} />
        <div className={`cover-reason note-${tone}`}>
          <Pictogram name={insured.offered ? 'shield' : 'info'} />
          <span>
            <strong>{say(`coverage.reasons.${insured.reason}.what`)}</strong>
            <span>{say(`coverage.reasons.${insured.reason}.why`)}</span>
          </span>
        </div>
        {view.slip !== undefined && (
          <Note tone="ok" pictogram="check" isSpare>
            {say(`coverage.slipTaken.${view.slip}`)}
          </Note>
        )}
        <dl className="cover-facts spare-tight">
          {insured.cardNumber !== undefined && (
            <Fact label={say('coverage.card')} value={insured.cardNumber} isSpare />
          )}
          {insured.validTo !== undefined && (
            <Fact label={say('coverage.validTo')} value={calendarDate(insured.validTo)} />
          )}
          <Fact label={say('coverage.price')} value={price} />
        </dl>
      </div>
    </Page>
  );
};
