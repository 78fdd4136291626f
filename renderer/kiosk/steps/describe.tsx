import type { Gender } from '../../../core/contract/primitives.ts';
import { ChoiceRow, OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import { useBirthDate } from './birth-date.tsx';
import { BirthDatePart } from './birth-date-part.tsx';
import { Keyboard } from './keyboard.tsx';
import type { StepProps } from './step-props.ts';
import { TextBox, useName } from './typed-text.tsx';
import { useParts } from './use-parts.ts';

const LONGEST_NAME = 60;
const GENDERS = ['female', 'male', 'other'] as const satisfies readonly Gender[];

/** Family name and one given name at least. */
const isWholeName = (name: string): boolean => /^\S+\s+\S+/.test(name.trim());

const TITLES = {
  own: { name: 'describe.titleName', birth: 'describe.titleBirth', gender: 'describe.titleGender' },
  patient: {
    name: 'describe.titleNamePatient',
    birth: 'describe.titleBirthPatient',
    gender: 'describe.titleGenderPatient',
  },
} as const satisfies Record<string, Record<string, KioskKey>>;

/** Name, birth date and gender, one after the other; typed here and gone with the page. */
export const Describe = ({ view }: StepProps<'describe'>) => {
  const { say, language } = useWords();
  const send = useSend();
  const { part, next } = useParts(['name', 'birth', 'gender']);
  const name = useName(LONGEST_NAME, true);
  const birth = useBirthDate(view.precision);
  const title = say(TITLES[view.whose === 'own' ? 'own' : 'patient'][part]);
  const counter = (
    <OutlineButton
      pictogram="counter"
      label={say('describe.askCounter')}
      onPress={() => send({ type: 'askCounter' })}
    />
  );
  if (part === 'name') {
    return (
      <Page
        isDense
        part={part}
        title={title}
        lead={say('describe.leadName')}
        actions={
          <>
            <Keyboard key={language} layout="vietnamese" {...name.keys} />
            <div className="keyboard-actions">
              <PrimaryButton
                label={say('typeNumber.next')}
                isDisabled={!isWholeName(name.text)}
                onPress={next}
              />
              {counter}
            </div>
          </>
        }
      >
        <TextBox
          text={name.text}
          label={say('describe.typedName')}
          hint={{ key: name.text === '' ? 'describe.nameEmpty' : 'describe.nameMore' }}
          isComplete={isWholeName(name.text)}
        />
      </Page>
    );
  }
  if (part === 'birth') {
    return (
      <BirthDatePart
        part={part}
        title={title}
        lead={say('typeNumber.leadBirth')}
        birth={birth}
        onNext={next}
      />
    );
  }
  const submit = (gender: Gender) => {
    if (birth.date === undefined) return;
    send({ type: 'submitDescription', name: name.text.trim(), birthDate: birth.date, gender });
  };
  return (
    <Page
      part={part}
      title={title}
      lead={name.text.trim()}
      actions={
        <>
          {GENDERS.map(gender => (
            <ChoiceRow
              key={gender}
              pictogram="person"
              title={say(`confirm.genders.${gender}`)}
              onPress={() => submit(gender)}
            />
          ))}
          {counter}
        </>
      }
    />
  );
};
