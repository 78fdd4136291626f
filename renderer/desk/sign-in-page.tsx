import { useEffect, useState } from 'react';
import { Field, Form, News, Submit } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { faultWords, say } from './desk-words.ts';

export const SignInPage = () => {
  const access = useDesk(state => state.access);
  const isLost = useDesk(state => state.isLost);
  const call = useDesk(state => state.call);
  const enter = useDesk(state => state.enter);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [news, setNews] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    document.title = say('door.title');
    document.getElementById('login')?.focus();
  }, []);

  const signIn = async (): Promise<void> => {
    if (isBusy || login === '' || password === '') return;
    setBusy(true);
    const answer = await call('signIn', { login, password });
    setBusy(false);
    setPassword('');
    if (!answer.ok) setNews(faultWords(answer.error.code));
    else if (answer.value.result === 'in') enter(answer.value.access);
    else if (answer.value.result === 'locked') {
      setNews(say('door.locked', { seconds: answer.value.waitSeconds }));
    } else setNews(say('door.refused'));
    document.getElementById('password')?.focus();
  };
  const because =
    access?.state === 'out' && access.because !== 'nobody'
      ? say(`door.because.${access.because}`)
      : undefined;

  return (
    <main className="desk-door">
      <h1>{say('door.title')}</h1>
      <News words={news ?? because ?? (isLost ? say('lost') : undefined)} tone="attention" />
      <Form label={say('door.title')} onSubmit={() => void signIn()}>
        <Field
          id="login"
          label={say('door.login')}
          value={login}
          onChange={setLogin}
          autoComplete="username"
        />
        <Field
          id="password"
          type="password"
          label={say('door.password')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        <Submit label={say('door.signIn')} isDisabled={isBusy} />
      </Form>
    </main>
  );
};
