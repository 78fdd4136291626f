import { useEffect, useState } from 'react';
import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import { Overlay } from './overlay.tsx';

/** Seconds from the host's last word, counted on where the next one is late. */
const useCountdown = (): number => {
  const told = useSnapshot(({ idle }) => (idle.state === 'warning' ? idle.secondsLeft : 0));
  const [left, setLeft] = useState(told);
  useEffect(() => {
    setLeft(told);
    const timer = setInterval(() => setLeft(seconds => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [told]);
  return Math.min(left, told);
};

/** Nobody has touched the screen: what is personal is covered, and one big button goes on. */
export const IdleWarning = () => {
  const { say } = useWords();
  const send = useSend();
  const seconds = useCountdown();
  return (
    <Overlay
      role="alertdialog"
      title={say('idle.title')}
      actions={
        <PrimaryButton
          label={say('idle.stay')}
          pictogram="check"
          onPress={() => send({ type: 'stillHere' })}
        />
      }
    >
      <p>{say('idle.body')}</p>
      <p className="overlay-count" role="timer" aria-live="off">
        {seconds} <span>{say('idle.seconds', { count: seconds })}</span>
      </p>
    </Overlay>
  );
};
