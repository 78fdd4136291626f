import { useWords } from '../screen-context.ts';
import { Overlay } from './overlay.tsx';
import { REASSURE_AFTER_MS, useAfter, WaitingDots } from './waiting.tsx';

/** The host cannot be heard: what is personal is covered until it is back. */
export const LinkLost = () => {
  const { say } = useWords();
  const isLong = useAfter(REASSURE_AFTER_MS);
  return (
    <Overlay role="alertdialog" title={say('linkLost.title')}>
      <p role="status">{say(isLong ? 'linkLost.long' : 'linkLost.body')}</p>
      <WaitingDots />
    </Overlay>
  );
};
