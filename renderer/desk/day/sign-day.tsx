import { useState } from 'react';
import type { DeskDay } from '../../../core/contract/desk-day.ts';
import { DeskButton, News, Section } from '../controls.tsx';
import { useDesk, useUser } from '../desk-context.ts';
import { dayAndTime, dayText, digits, say } from '../desk-words.ts';
import { focusPage, useFocusWhenShown } from '../focus.ts';
import { refusalWords } from '../refusal-words.ts';
import type { Said } from '../said.ts';

interface SignProps {
  readonly day: DeskDay;
  readonly onSaid: (said: Said) => void;
}

/** Asked once more: nobody takes a signature back. */
const Confirm = ({
  day: { day },
  onSaid,
  onCancel,
}: SignProps & { readonly onCancel: () => void }) => {
  const call = useDesk(state => state.call);
  const heading = useFocusWhenShown();
  const sign = async (): Promise<void> => {
    const answer = await call('signDay', { day });
    onSaid(
      answer.ok
        ? { words: say('day.sign.done', { number: answer.value.signature.closeNo }), tone: 'ok' }
        : { words: refusalWords('signDay', answer.error.code), tone: 'attention' },
    );
    focusPage();
  };
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {say('day.sign.sure', { day: dayText(day) })}
      </h3>
      <div className="desk-actions">
        <DeskButton label={say('day.sign.go')} tone="main" onPress={() => void sign()} />
        <DeskButton label={say('day.sign.cancel')} onPress={onCancel} />
      </div>
    </>
  );
};

const Signing = (props: SignProps) => {
  const isSupervisor = useUser()?.role === 'supervisor';
  const [isAsked, setIsAsked] = useState(false);
  const { day, today, unexplained } = props.day;
  if (day > today) return <p className="desk-lead">{say('day.sign.toCome')}</p>;
  if (unexplained > 0) {
    return <p className="desk-lead">{say('day.sign.left', { count: digits(unexplained) })}</p>;
  }
  if (!isSupervisor) return <p className="desk-lead">{say('day.sign.supervisor')}</p>;
  if (isAsked) return <Confirm {...props} onCancel={() => setIsAsked(false)} />;
  return (
    <>
      <p className="desk-lead">{say('day.sign.lead')}</p>
      <div className="desk-actions">
        <DeskButton
          label={say('day.sign.ask', { day: dayText(day) })}
          tone="main"
          onPress={() => setIsAsked(true)}
        />
      </div>
    </>
  );
};

/** A supervisor signs once nothing is left to explain. */
export const SignDay = (props: SignProps) => (
  <Section title={say('day.sign.title')}>
    <Signing {...props} />
  </Section>
);

/** Who has locked the books, and when. */
export const DayLock = ({ day: { signature, lockedWith } }: Pick<SignProps, 'day'>) => (
  <News
    tone="ok"
    words={
      signature !== null
        ? say('day.signed', {
            by: signature.by,
            at: dayAndTime(signature.at),
            number: signature.closeNo,
          })
        : lockedWith === null
          ? undefined
          : say('day.wentWith', { day: dayText(lockedWith) })
    }
  />
);
