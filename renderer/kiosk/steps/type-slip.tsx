import { OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { FaultNotice, Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import { Keyboard } from './keyboard.tsx';
import type { StepProps } from './step-props.ts';
import { TextBox, useCode } from './typed-text.tsx';

/** GIAY_CHUYEN_TUYEN and SO_GIAYHEN_KL have at most fifty characters. */
const LONGEST_NUMBER = 50;

/** The number of a paper: scanned at any time, or typed. */
export const TypeSlip = ({ view }: StepProps<'type-slip'>) => {
  const { say } = useWords();
  const send = useSend();
  const { text, keys } = useCode(LONGEST_NUMBER);
  const { refused } = view;
  const saysWhy = text === '' && refused !== undefined;
  return (
    <Page
      isDense
      title={say(`slip.typeTitles.${view.kind}`)}
      actions={
        <>
          <Keyboard layout="code" {...keys} />
          <div className="keyboard-actions">
            <PrimaryButton
              label={say('slip.check')}
              isDisabled={text === ''}
              onPress={() => send({ type: 'submitSlip', number: text })}
            />
            <OutlineButton
              pictogram="counter"
              label={say('slip.askCounter')}
              onPress={() => send({ type: 'askCounter' })}
            />
          </div>
        </>
      }
    >
      {saysWhy ? (
        <div className="news" role="status">
          <Note tone="attention" pictogram="attention">
            <span className="note-title">{say(`slip.refused.${refused}.what`)}</span>
            {say(`slip.refused.${refused}.next`)}
          </Note>
        </div>
      ) : (
        <FaultNotice code={text === '' ? view.notice : undefined} />
      )}
      <TextBox
        text={text}
        label={say('slip.number')}
        hint={{ key: text === '' ? 'slip.numberEmpty' : 'slip.numberTyped' }}
        isComplete={text !== ''}
      />
    </Page>
  );
};
