import { useState } from 'react';
import type { Intent } from '../../../core/contract/kiosk.ts';
import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { FaultNotice, Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { Viewfinder } from '../frame/viewfinder.tsx';
import { useScreenState, useSend, useSnapshot, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';

type Shown = 'card' | 'code';
type Whose = StepProps<'identify'>['view']['whose'];

const TITLES: Readonly<Record<Whose, KioskKey>> = {
  own: 'identify.title',
  relative: 'identify.titleRelative',
  patient: 'identify.titlePatient',
};

interface LastWay {
  readonly title: KioskKey;
  readonly hint?: KioskKey;
  readonly intent: Intent;
}

/** For whoever has none of these papers. */
const LAST_WAYS: Readonly<Record<Whose, LastWay>> = {
  own: { title: 'identify.none', hint: 'identify.noneHint', intent: { type: 'otherWays' } },
  relative: { title: 'identify.noneRelative', intent: { type: 'skipRelative' } },
  patient: {
    title: 'identify.nonePatient',
    hint: 'identify.nonePatientHint',
    intent: { type: 'describe' },
  },
};

const LEADS: Readonly<Partial<Record<Whose, KioskKey>>> = {
  relative: 'identify.leadRelative',
  patient: 'identify.leadPatient',
};

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
  const last = LAST_WAYS[view.whose];
  const lead = LEADS[view.whose];
  return (
    <Page
      isDense={view.whose !== 'own'}
      title={say(TITLES[view.whose])}
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
          {view.notice === undefined || view.whose !== 'own' ? (
            <ChoiceRow
              pictogram={view.whose === 'relative' ? 'person' : 'family'}
              title={say(last.title)}
              hint={last.hint === undefined ? undefined : say(last.hint)}
              isHintSpare
              onPress={() => send(last.intent)}
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
              {say(lead ?? `identify.${shown}How`)}
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
