import { useState } from 'react';
import { News } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { faultWords, say } from './desk-words.ts';
import { PageFrame } from './page-frame.tsx';
import type { Said } from './said.ts';
import { SecretForm } from './secret-form.tsx';

const FIELDS = [
  { name: 'current', label: say('password.current'), autoComplete: 'current-password' },
  {
    name: 'next',
    label: say('password.next'),
    hint: say('password.hint'),
    autoComplete: 'new-password',
  },
  { name: 'again', label: say('password.again'), autoComplete: 'new-password' },
] as const;
const NAMES = FIELDS.map(({ name }) => name);

export const PasswordPage = () => {
  const call = useDesk(state => state.call);
  const enter = useDesk(state => state.enter);
  const must = useDesk(({ access }) => access?.state === 'in' && access.mustChangePassword);
  const [news, setNews] = useState<Said>();

  /** @returns why not, in words. */
  const change = async (current: string, next: string): Promise<string | undefined> => {
    const answer = await call('changePassword', { current, next });
    if (!answer.ok) return faultWords(answer.error.code);
    switch (answer.value.result) {
      case 'changed':
        return undefined;
      case 'refused':
        return say('password.refused');
      case 'locked':
        return say('door.locked', { seconds: answer.value.waitSeconds });
      case 'weak':
        return say(`password.weak.${answer.value.why}`);
    }
  };
  const submit = async (typed: { current: string; next: string; again: string }) => {
    const { current, next, again } = typed;
    const fault = next === again ? await change(current, next) : say('password.differs');
    if (fault !== undefined) {
      setNews({ words: fault, tone: 'attention' });
      return [];
    }
    setNews({ words: say('password.changed'), tone: 'ok' });
    const access = await call('access', {});
    if (access.ok) enter(access.value);
    return NAMES;
  };

  return (
    <PageFrame title={say('pages.password')}>
      <News
        words={news?.words ?? (must ? say('password.must') : undefined)}
        tone={news?.tone ?? 'attention'}
      />
      <div className="desk-narrow">
        <SecretForm
          label={say('pages.password')}
          fields={FIELDS}
          submit={say('password.change')}
          onSubmit={submit}
        />
      </div>
    </PageFrame>
  );
};
