import { ChoiceRow, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';

/** The easiest way that works right now leads; the others are one touch away. */
export const Welcome = () => {
  const { say } = useWords();
  const send = useSend();
  const { cardReader, codeScanner, printer, slipsOnly, payment } = useSnapshot(
    snapshot => snapshot.service,
  );
  const way = cardReader === 'ready' ? 'Card' : codeScanner === 'ready' ? 'Code' : 'Type';
  return (
    <Page
      title={say(`welcome.title${way}`)}
      lead={say(`welcome.lead${way}`)}
      actions={
        <>
          <PrimaryButton label={say('welcome.begin')} onPress={() => send({ type: 'begin' })} />
          {payment === true && (
            <ChoiceRow
              pictogram="money"
              title={say('pay.bills.open')}
              hint={say('pay.bills.openHint')}
              isHintSpare
              onPress={() => send({ type: 'payBills' })}
            />
          )}
          <ChoiceRow
            tone="attention"
            pictogram="emergency"
            title={say('welcome.emergency')}
            hint={say('welcome.emergencyHint')}
            isHintSpare
            onPress={() => send({ type: 'emergency' })}
          />
        </>
      }
    >
      <div className="page-picture">
        <Illustration
          scene={way === 'Card' ? 'cardOnReader' : way === 'Code' ? 'codeAtScanner' : 'slip'}
        />
      </div>
      {slipsOnly === true ? (
        <Note tone="attention" pictogram="info">
          {say('welcome.slipsOnly')}
        </Note>
      ) : printer === 'unavailable' ? (
        <Note tone="attention" pictogram="printer">
          {say('welcome.noPaper')}
        </Note>
      ) : (
        way === 'Card' &&
        codeScanner === 'ready' && (
          <Note tone="plain" pictogram="code">
            {say('welcome.orCode')}
          </Note>
        )
      )}
    </Page>
  );
};
