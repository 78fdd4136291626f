import { useState } from 'react';
import { Field, Form, News, Submit, type Tone } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { faultWords, say } from './desk-words.ts';
import { PageFrame } from './page-frame.tsx';

export const PasswordPage = () => {
  const call = useDesk(state => state.call);
  const enter = useDesk(state => state.enter);
  const must = useDesk(({ access }) => access?.state === 'in' && access.mustChangePassword);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [news, setNews] = useState<{ words: string; tone: Tone }>();

  const wordsAfter = async (): Promise<string> => {
    if (next !== again) return say('password.differs');
    const answer = await call('changePassword', { current, next });
    if (!answer.ok) return faultWords(answer.error.code);
    switch (answer.value.result) {
      case 'changed': {
        const access = await call('access', {});
        setCurrent('');
        setNext('');
        setAgain('');
        setNews({ words: say('password.changed'), tone: 'ok' });
        if (access.ok) enter(access.value);
        return '';
      }
      case 'refused':
        return say('password.refused');
      case 'locked':
        return say('door.locked', { seconds: answer.value.waitSeconds });
      case 'weak':
        return say(`password.weak.${answer.value.why}`);
    }
  };
  const change = async (): Promise<void> => {
    if (current === '' || next === '') return;
    const words = await wordsAfter();
    if (words !== '') setNews({ words, tone: 'attention' });
  };

  return (
    <PageFrame title={say('pages.password')}>
      <News
        words={news?.words ?? (must ? say('password.must') : undefined)}
        tone={news?.tone ?? 'attention'}
      />
      <div className="desk-narrow">
        <Form label={say('pages.password')} onSubmit={() => void change()}>
          <Field
            id="current"
            type="password"
            label={say('password.current')}
            value={current}
            onChange={setCurrent}
            autoComplete="current-password"
          />
          <Field
            id="next"
            type="password"
            label={say('password.next')}
            hint={say('password.hint')}
            value={next}
            onChange={setNext}
            autoComplete="new-password"
          />
          <Field
            id="again"
            type="password"
            label={say('password.again')}
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
          />
          <Submit label={say('password.change')} />
        </Form>
      </div>
    </PageFrame>
  );
};
