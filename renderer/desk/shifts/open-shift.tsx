import { useState } from 'react';
import { Field, Form, Section, Submit } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { say } from '../desk-words.ts';
import { focusPage } from '../focus.ts';
import { refusalWords } from '../refusal-words.ts';
import type { Said } from '../said.ts';
import { CashCountFields, countIn, type TypedCount } from './cash-count-fields.tsx';

const DRAWER = /^[\p{L}\p{N} ._-]{1,40}$/u;

/** A shift begins with the change that is counted into its drawer. */
export const OpenShift = ({ onSaid }: { readonly onSaid: (said: Said) => void }) => {
  const call = useDesk(state => state.call);
  const [drawer, setDrawer] = useState('');
  const [typed, setTyped] = useState<TypedCount>({});
  const [wrong, setWrong] = useState<string>();
  // The same id again is the same shift.
  const [shiftId] = useState(() => crypto.randomUUID());

  const open = async (): Promise<void> => {
    const counted = countIn(typed);
    const isNamed = DRAWER.test(drawer.trim());
    setWrong(isNamed ? undefined : say('shifts.open.wrongDrawer'));
    if (!isNamed || counted === undefined) return;
    const answer = await call('openShift', { shiftId, drawer: drawer.trim(), counted });
    onSaid(
      answer.ok
        ? { words: say('shifts.open.done', { number: answer.value.shiftNo }), tone: 'ok' }
        : { words: refusalWords('openShift', answer.error.code), tone: 'attention' },
    );
    if (answer.ok) focusPage();
  };

  return (
    <Section title={say('shifts.open.title')}>
      <p className="desk-lead">{say('shifts.open.lead')}</p>
      <Form label={say('shifts.open.title')} onSubmit={() => void open()}>
        <Field
          id="drawer"
          label={say('shifts.open.drawer')}
          hint={say('shifts.open.drawerHint')}
          value={drawer}
          onChange={setDrawer}
          wrong={wrong}
        />
        <CashCountFields typed={typed} onChange={setTyped} />
        <Submit label={say('shifts.open.go')} />
      </Form>
    </Section>
  );
};
