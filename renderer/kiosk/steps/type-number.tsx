import { maskNumber } from '../../../core/identity/masking.ts';
import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { FaultNotice } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import { BirthDateBox, Precisions, useBirthDate } from './birth-date.tsx';
import { Keypad } from './keypad.tsx';
import { groupedNumber, isCompleteNumber, LONGEST_NUMBER, numberHint } from './number-entry.ts';
import type { StepProps } from './step-props.ts';
import { BLANK, HintLine, useDigits } from './typed-digits.tsx';
import { useParts } from './use-parts.ts';

const NumberBox = ({ digits }: { readonly digits: string }) => {
  const { say } = useWords();
  return (
    <div className="typed">
      <div className="typed-box" role="group" aria-label={say('typeNumber.number')}>
        {digits === '' ? (
          <span className="typed-empty" aria-hidden="true">
            {BLANK.repeat(LONGEST_NUMBER)}
          </span>
        ) : (
          groupedNumber(digits)
        )}
      </div>
      <HintLine hint={numberHint(digits)} isComplete={isCompleteNumber(digits)} />
    </div>
  );
};

type Whose = StepProps<'type-number'>['view']['whose'];

const NUMBER_TITLES: Readonly<Record<Whose, KioskKey>> = {
  own: 'typeNumber.titleNumber',
  relative: 'typeNumber.titleNumberRelative',
  patient: 'typeNumber.titleNumberPatient',
};

/**
 * Number first, then birth date. Digits live in this component alone: they are gone with the page.
 */
export const TypeNumber = ({ view }: StepProps<'type-number'>) => {
  const { say } = useWords();
  const send = useSend();
  const { part, next } = useParts(['number', 'birth']);
  const number = useDigits(LONGEST_NUMBER);
  const birth = useBirthDate('day');

  const submit = () => {
    if (birth.date !== undefined) {
      send({ type: 'submitNumber', number: number.digits, birthDate: birth.date });
    }
  };
  const isNumber = part === 'number';
  return (
    <Page
      isDense
      part={part}
      title={say(isNumber ? NUMBER_TITLES[view.whose] : 'typeNumber.titleBirth')}
      lead={
        isNumber
          ? view.notice === undefined
            ? say('typeNumber.leadNumber')
            : undefined
          : `${say('confirm.fields.citizenNumber')}: ${maskNumber(number.digits)}`
      }
      actions={
        <>
          {!isNumber && <Precisions birth={birth} />}
          <Keypad {...(isNumber ? number.keys : birth.keys)} />
          <PrimaryButton
            label={say(isNumber ? 'typeNumber.next' : 'typeNumber.submit')}
            isDisabled={isNumber ? !isCompleteNumber(number.digits) : birth.date === undefined}
            onPress={isNumber ? next : submit}
          />
          {isNumber && view.notice !== undefined && (
            <OutlineButton
              pictogram="counter"
              label={say('typeNumber.askCounter')}
              onPress={() => send({ type: 'askCounter' })}
            />
          )}
        </>
      }
    >
      {isNumber ? (
        <>
          <FaultNotice code={number.digits === '' ? view.notice : undefined} />
          <NumberBox digits={number.digits} />
        </>
      ) : (
        <BirthDateBox birth={birth} />
      )}
    </Page>
  );
};
