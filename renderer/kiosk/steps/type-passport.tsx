import { OFFERED_STATES } from '../../../core/identity/states.ts';
import { maskNumber } from '../../../core/identity/masking.ts';
import { ChoiceRow, OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { stateName } from '../../ui/format.ts';
import { FaultNotice } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { Pager } from '../frame/pager.tsx';
import { usePagesThatFit } from '../frame/pages-that-fit.ts';
import { useSend, useWords } from '../screen-context.ts';
import { useBirthDate } from './birth-date.tsx';
import { BirthDatePart } from './birth-date-part.tsx';
import { Keyboard } from './keyboard.tsx';
import type { StepProps } from './step-props.ts';
import { TextBox, useCode, useName } from './typed-text.tsx';
import { useParts } from './use-parts.ts';

const LONGEST_NAME = 60;
/** The field of a passport has nine characters (ICAO 9303-4, 4.2.2). */
const LONGEST_NUMBER = 9;
const SHORTEST_NUMBER = 5;
const MOST_STATES = 5;

const States = ({ onChoose }: { readonly onChoose: (state?: string) => void }) => {
  const { say, language } = useWords();
  const pages = usePagesThatFit(OFFERED_STATES, MOST_STATES);
  return (
    <>
      <ul className="choices" ref={pages.ref}>
        {pages.shown.map(state => (
          <li key={state}>
            <ChoiceRow
              isCompact
              pictogram="globe"
              title={stateName(state, language)}
              onPress={() => onChoose(state)}
            />
          </li>
        ))}
      </ul>
      <Pager pages={pages} />
      <OutlineButton label={say('typePassport.otherState')} onPress={() => onChoose()} />
    </>
  );
};

/** What the page of a passport says, where nobody could scan it. */
export const TypePassport = ({ view }: StepProps<'type-passport'>) => {
  const { say } = useWords();
  const send = useSend();
  const { part, next } = useParts(['number', 'name', 'birth', 'state']);
  const number = useCode(LONGEST_NUMBER);
  const name = useName(LONGEST_NAME, false);
  const birth = useBirthDate('day');
  const isWholeNumber = number.text.length >= SHORTEST_NUMBER;
  switch (part) {
    case 'number':
      return (
        <Page
          isDense
          part={part}
          title={say('typePassport.titleNumber')}
          lead={view.notice === undefined ? say('typePassport.leadNumber') : undefined}
          actions={
            <>
              <Keyboard layout="code" {...number.keys} />
              <div className="keyboard-actions">
                <PrimaryButton
                  label={say('typeNumber.next')}
                  isDisabled={!isWholeNumber}
                  onPress={next}
                />
                <OutlineButton
                  pictogram="counter"
                  label={say('passport.askCounter')}
                  onPress={() => send({ type: 'askCounter' })}
                />
              </div>
            </>
          }
        >
          <FaultNotice code={number.text === '' ? view.notice : undefined} />
          <TextBox
            text={number.text}
            label={say('typePassport.number')}
            hint={{
              key: isWholeNumber ? 'typePassport.numberComplete' : 'typePassport.numberEmpty',
            }}
            isComplete={isWholeNumber}
          />
        </Page>
      );
    case 'name':
      return (
        <Page
          isDense
          part={part}
          title={say('typePassport.titleName')}
          lead={maskNumber(number.text)}
          actions={
            <>
              <Keyboard layout="latin" {...name.keys} />
              <PrimaryButton
                label={say('typeNumber.next')}
                isDisabled={name.text.trim() === ''}
                onPress={next}
              />
            </>
          }
        >
          <TextBox
            text={name.text}
            label={say('describe.typedName')}
            hint={{ key: name.text === '' ? 'typePassport.nameEmpty' : 'describe.nameMore' }}
            isComplete={name.text.trim() !== ''}
          />
        </Page>
      );
    case 'birth':
      return (
        <BirthDatePart
          part={part}
          title={say('typePassport.titleBirth')}
          birth={birth}
          onNext={next}
        />
      );
    case 'state': {
      const submit = (state?: string) => {
        if (birth.date === undefined) return;
        send({
          type: 'submitPassport',
          number: number.text,
          name: name.text.trim(),
          birthDate: birth.date,
          ...(state === undefined ? {} : { state }),
        });
      };
      return (
        <Page
          isList
          part={part}
          title={say('typePassport.titleState')}
          actions={<States onChoose={submit} />}
        />
      );
    }
  }
};
