import { languageSchema } from '../../../core/contract/primitives.ts';
import { wordsFor } from '../../ui/words/kiosk-words.ts';
import { REASSURE_AFTER_MS, SAY_SO_AFTER_MS, useAfter, WaitingDots } from './waiting.tsx';
import './starting.css';

/** Before the host has said anything, in every language: nobody has chosen one yet. */
export const Starting = () => {
  const saySo = useAfter(SAY_SO_AFTER_MS);
  const isLong = useAfter(REASSURE_AFTER_MS);
  return (
    <main className="starting">
      {saySo && (
        <>
          <WaitingDots />
          {languageSchema.options.map((language, index) => {
            const { say } = wordsFor(language, 'unknown');
            const Title = index === 0 ? 'h1' : 'h2';
            return (
              <section key={language} lang={language}>
                <Title>{say('starting.title')}</Title>
                <p role="status">{say(isLong ? 'starting.long' : 'starting.working')}</p>
              </section>
            );
          })}
        </>
      )}
    </main>
  );
};
