import { useState } from 'react';
import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { FaultNotice, Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { Viewfinder } from '../frame/viewfinder.tsx';
import { useScreenState, useSend, useSnapshot, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';

type Shown = 'card' | 'code';

const awayWords = (card: boolean, code: boolean): KioskKey | undefined => {
  if (card && code) return undefined;
  if (card) return 'identify.codeAway';
  return code ? 'identify.cardAway' : 'identify.bothAway';
};

/** Card and code are heard at any time; their rows only show how it is done. */
export const Identify = ({ view }: StepProps<'identify'>) => {
  const { say } = useWords();
  const send = useSend();
  const { cardReader, codeScanner } = useSnapshot(snapshot => snapshot.service);
  const card = cardReader === 'ready';
  const code = codeScanner === 'ready';
  const viewfinder = useScreenState(state => state.viewfinder);
  const [chosen, choose] = useState<Shown>('card');
  const shown = chosen === 'card' && card ? 'card' : code ? 'code' : card ? 'card' : undefined;
  const away = awayWords(card, code);
  return (
    <Page
      title={say('identify.title')}
      actions={
        <>
          {card && (
            <ChoiceRow
              pictogram="card"
              title={say('identify.card')}
              hint={say('identify.cardHint')}
              isHintSpare
              tone={shown === 'card' ? 'chosen' : 'plain'}
              isPressed={shown === 'card'}
              onPress={() => choose('card')}
            />
          )}
          {code && (
            <ChoiceRow
              pictogram="code"
              title={say('identify.code')}
              hint={say('identify.codeHint')}
              isHintSpare
              tone={shown === 'code' ? 'chosen' : 'plain'}
              isPressed={shown === 'code'}
              onPress={() => choose('code')}
            />
          )}
          <ChoiceRow
            pictogram="keypad"
            title={say('identify.type')}
            hint={say('identify.typeHint')}
            isHintSpare
            onPress={() => send({ type: 'typeNumber' })}
          />
          {view.notice === undefined ? (
            <ChoiceRow
              pictogram="family"
              title={say('identify.none')}
              hint={say('identify.noneHint')}
              isHintSpare
              onPress={() => send({ type: 'noDocument' })}
            />
          ) : (
            <OutlineButton
              pictogram="counter"
              label={say('identify.askCounter')}
              onPress={() => send({ type: 'askCounter' })}
            />
          )}
        </>
      }
    >
      <FaultNotice code={view.notice} />
      {away !== undefined && (
        <Note tone="attention" pictogram="info">
          {say(away)}
        </Note>
      )}
      {shown === undefined ? (
        <div className="page-picture">
          <Illustration scene="desk" />
        </div>
      ) : (
        <>
          {view.notice === undefined && (
            <p className="page-lead" role="status">
              {say(`identify.${shown}How`)}
            </p>
          )}
          <div className="page-picture">
            {shown === 'code' && viewfinder !== null ? (
              <Viewfinder stream={viewfinder} />
            ) : (
              <Illustration scene={shown === 'card' ? 'cardOnReader' : 'codeAtScanner'} />
            )}
          </div>
        </>
      )}
    </Page>
  );
};
