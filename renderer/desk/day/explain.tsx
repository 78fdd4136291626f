import { useState } from 'react';
import type { DeskDifference, DeskDifferences } from '../../../core/contract/desk-day.ts';
import type { BusinessDay } from '../../../core/contract/primitives.ts';
import { DeskButton, Field, Form, Submit } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { digits, say } from '../desk-words.ts';
import { useFocusWhenShown } from '../focus.ts';
import { refusalWords } from '../refusal-words.ts';
import type { Said } from '../said.ts';
import { useReason } from '../use-reason.ts';

/** One difference, or all of its kind that nobody has explained. */
export type Explained =
  | { readonly which: 'one'; readonly difference: DeskDifference }
  | { readonly which: 'all' };

/** Why something differs: a word that holds for the amount it was said of. */
export const Explain = ({
  day,
  group: { kind, unexplained },
  explained,
  onSaid,
  onCancel,
}: {
  readonly day: BusinessDay;
  readonly group: DeskDifferences;
  readonly explained: Explained;
  readonly onSaid: (said: Said) => void;
  readonly onCancel: () => void;
}) => {
  const call = useDesk(state => state.call);
  const heading = useFocusWhenShown();
  const reason = useReason(say('day.explain.short'));
  // The same id again is the same word.
  const [explanationId] = useState(() => crypto.randomUUID());

  const explain = async (): Promise<void> => {
    const words = reason.given();
    if (words === undefined) return;
    const work = explained.which === 'one' ? 'explainDifference' : 'explainDifferences';
    const answer =
      explained.which === 'one'
        ? await call('explainDifference', {
            explanationId,
            day,
            kind,
            subject: explained.difference.subject,
            amount: explained.difference.amount,
            reason: words,
          })
        : await call('explainDifferences', { day, kind, ...unexplained, reason: words });
    onSaid(
      answer.ok
        ? { words: say('day.explain.done'), tone: 'ok' }
        : { words: refusalWords(work, answer.error.code), tone: 'attention' },
    );
  };

  const title =
    explained.which === 'one'
      ? say('day.explain.title', { amount: digits(explained.difference.amount) })
      : say('day.explain.titleAll', {
          count: digits(unexplained.number),
          amount: digits(unexplained.amount),
        });
  return (
    <>
      <h4 ref={heading} tabIndex={-1}>
        {title}
      </h4>
      <Form label={title} onSubmit={() => void explain()}>
        <Field
          id={`reason-${kind}`}
          label={say('day.explain.reason')}
          hint={say('day.explain.hint')}
          {...reason.field}
          isWide
        />
        <Submit label={say('day.explain.go')} />
        <DeskButton label={say('day.explain.cancel')} onPress={onCancel} />
      </Form>
    </>
  );
};
