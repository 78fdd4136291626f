import { useEffect, useState } from 'react';
import { News } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { faultWords, say } from './desk-words.ts';
import { SecretForm } from './secret-form.tsx';

const FIELDS = [
  { name: 'login', label: say('door.login'), autoComplete: 'username' },
  { name: 'password', label: say('door.password'), autoComplete: 'current-password' },
] as const;

export const SignInPage = () => {
  const access = useDesk(state => state.access);
  const isLost = useDesk(state => state.isLost);
  const call = useDesk(state => state.call);
  const enter = useDesk(state => state.enter);
  const [news, setNews] = useState<string>();
  useEffect(() => {
    document.title = say('door.title');
    document.getElementById('login')?.focus();
  }, []);

  const signIn = async (typed: { login: string; password: string }) => {
    const answer = await call('signIn', typed);
    if (!answer.ok) setNews(faultWords(answer.error.code));
    else if (answer.value.result === 'in') enter(answer.value.access);
    else if (answer.value.result === 'locked') {
      setNews(say('door.locked', { seconds: answer.value.waitSeconds }));
    } else setNews(say('door.refused'));
    document.getElementById('password')?.focus();
    return ['password'] as const;
  };
  const because =
    access?.state === 'out' && access.because !== 'nobody'
      ? say(`door.because.${access.because}`)
      : undefined;

  return (
    <main className="desk-door">
      <h1>{say('door.title')}</h1>
      <News words={news ?? because ?? (isLost ? say('lost') : undefined)} tone="attention" />
      <SecretForm
        label={say('door.title')}
        fields={FIELDS}
        submit={say('door.signIn')}
        onSubmit={signIn}
      />
    </main>
  );
};
