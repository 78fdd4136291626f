import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { decodeEnrolmentCode } from '../../core/enrolment/enrolment-code.ts';
import { FaultNotice, Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { useSnapshot } from '../kiosk/screen-context.ts';
import { PrimaryButton } from '../ui/controls/buttons.tsx';
import { steady } from '../ui/controls/steady.tsx';
import { Pictogram } from '../ui/pictograms/pictogram.tsx';
import { useConnect } from './connect-context.ts';
import { useStaffWords } from './staff-words.ts';
import './connect.css';

/** The characters of a code; what could be taken for another is not among them. */
const KEYS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
/** A code of a hub with a numeric address; others are longer. */
const USUAL = 56;
const LONGEST = 280;
const GROUP = /.{1,4}/g;

interface KeyProps {
  readonly character: string;
  readonly label: string;
  readonly onPress: () => void;
}

const CodeKey = steady<KeyProps>(({ character, label, onPress }) => (
  <Button className="key code-key" aria-label={label} onPress={onPress}>
    {character}
  </Button>
));

interface Typing {
  readonly text: string;
  readonly type: (character: string) => void;
  readonly erase: () => void;
  readonly clear: () => void;
}

const useTyping = (): Typing => {
  const [text, setText] = useState('');
  const keys = useMemo(
    () => ({
      type: (character: string) =>
        setText(typed => (typed.length < LONGEST ? typed + character : typed)),
      erase: () => setText(typed => typed.slice(0, -1)),
      clear: () => setText(''),
    }),
    [],
  );
  return { text, ...keys };
};

const Keys = ({ type, erase, clear }: Omit<Typing, 'text'>) => {
  const say = useStaffWords();
  return (
    <div className="code-keys" role="group" aria-label={say('connect.keypad')}>
      {KEYS.map(character => (
        <CodeKey
          key={character}
          character={character}
          label={say('connect.key', { character })}
          onPress={() => type(character)}
        />
      ))}
      <Button className="key key-quiet code-key-wide" onPress={clear}>
        {say('connect.clear')}
      </Button>
      <Button className="key key-quiet code-key-wide" onPress={erase}>
        <Pictogram name="erase" />
        <span>{say('connect.erase')}</span>
      </Button>
    </div>
  );
};

/** The first page of a kiosk that belongs to no hospital yet: for whoever sets it up. */
export const ConnectPage = () => {
  const say = useStaffWords();
  const connect = useConnect();
  const joining = useSnapshot(snapshot => snapshot.joining);
  const { text, ...keys } = useTyping();
  const isCode = decodeEnrolmentCode(text) !== undefined;
  const isBusy = joining?.isBusy === true;
  return (
    <Page
      isDense
      title={say('connect.title')}
      lead={say('connect.lead')}
      actions={
        <>
          <Keys {...keys} />
          <PrimaryButton
            label={say(isBusy ? 'connect.connecting' : 'connect.connect')}
            isDisabled={!isCode || isBusy}
            onPress={() => connect(text)}
          />
        </>
      }
    >
      <FaultNotice code={isBusy ? undefined : joining?.fault} />
      <div className="typed">
        <p className="code-typed" aria-label={say('connect.code')}>
          {text === '' ? (
            <span className="typed-empty">{say('connect.empty')}</span>
          ) : (
            (text.match(GROUP) ?? []).map((group, at) => <span key={at}>{group}</span>)
          )}
        </p>
        {text.length >= USUAL && !isCode && (
          <Note tone="attention" pictogram="attention">
            {say('connect.notYet')}
          </Note>
        )}
        {isCode && !isBusy && (
          <Note tone="ok" pictogram="check">
            {say('connect.complete')}
          </Note>
        )}
      </div>
    </Page>
  );
};
