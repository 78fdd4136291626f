import { PrimaryButton } from '../ui/controls/buttons.tsx';
import { Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { Keypad } from '../kiosk/steps/keypad.tsx';
import { BLANK, useDigits } from '../kiosk/steps/typed-digits.tsx';
import { useStaff, useStaffState } from './staff-context.ts';
import { useStaffWords } from './staff-words.ts';

const SHORTEST = 6;
const LONGEST = 12;

/** The PIN, or a badge shown to the scanner. */
export const Door = () => {
  const say = useStaffWords();
  const { signIn } = useStaff();
  const access = useStaffState(state => state.access);
  const isRefused = useStaffState(state => state.isRefused);
  const isBusy = useStaffState(state => state.isBusy);
  const { digits, keys } = useDigits(LONGEST);
  const state = access?.state ?? 'closed';
  const isOpen = state === 'closed' || state === 'in';
  const submit = (): void => {
    keys.onClear();
    void signIn(digits);
  };
  return (
    <Page
      isDense
      title={say('door.title')}
      lead={say(access?.badge === true ? 'door.leadBadge' : 'door.lead')}
      actions={
        <>
          <Keypad {...keys} />
          <PrimaryButton
            label={say(isBusy ? 'door.opening' : 'door.open')}
            isDisabled={!isOpen || isBusy || digits.length < SHORTEST}
            onPress={submit}
          />
        </>
      }
    >
      <div className="news" role="status">
        {state === 'not-set-up' && (
          <Note tone="attention" pictogram="attention">
            {say('door.notSetUp')}
          </Note>
        )}
        {state === 'locked' && (
          <Note tone="attention" pictogram="hourglass">
            {say('door.locked', { seconds: access?.waitSeconds ?? 0 })}
          </Note>
        )}
        {isOpen && isRefused && digits === '' && !isBusy && (
          <Note tone="attention" pictogram="attention">
            {say('door.refused')}
          </Note>
        )}
      </div>
      <div className="typed">
        <div className="typed-box" role="group" aria-label={say('door.pin')}>
          <span aria-hidden="true" className={digits === '' ? 'typed-empty' : undefined}>
            {digits === '' ? BLANK.repeat(SHORTEST) : '•'.repeat(digits.length)}
          </span>
          <span className="heard-only" role="status">
            {say('door.typed', { count: digits.length })}
          </span>
        </div>
      </div>
    </Page>
  );
};
