import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Page } from '../frame/page.tsx';
import { useWords } from '../screen-context.ts';
import { type BirthDate, BirthDateBox, Precisions } from './birth-date.tsx';
import { Keypad } from './keypad.tsx';

interface BirthDatePartProps {
  readonly part: string;
  readonly title: string;
  readonly lead?: string;
  readonly birth: BirthDate;
  readonly onNext: () => void;
}

/** The birth date, asked for as one part of a longer step. */
export const BirthDatePart = ({ part, title, lead, birth, onNext }: BirthDatePartProps) => {
  const { say } = useWords();
  return (
    <Page
      isDense
      part={part}
      title={title}
      {...(lead === undefined ? {} : { lead })}
      actions={
        <>
          <Precisions birth={birth} />
          <Keypad {...birth.keys} />
          <PrimaryButton
            label={say('typeNumber.next')}
            isDisabled={birth.date === undefined}
            onPress={onNext}
          />
        </>
      }
    >
      <BirthDateBox birth={birth} />
    </Page>
  );
};
