import type { ReactNode } from 'react';
import { Illustration, type Scene } from '../../ui/pictograms/illustration.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { useWords } from '../screen-context.ts';
import { Page } from './page.tsx';
import {
  REASSURE_AFTER_MS,
  SAY_SO_AFTER_MS,
  useAfter,
  ProgressBar,
  WaitingDots,
} from './waiting.tsx';

interface WaitingPageProps {
  readonly title: KioskKey;
  readonly lead: KioskKey;
  /** Said instead of the lead where it takes long. */
  readonly long: KioskKey;
  readonly scene: Scene;
  /** How far it has come, 0 to 1; absent where nobody knows. */
  readonly progress?: number | undefined;
  /** More to read while waiting. */
  readonly children?: ReactNode;
}

/** The kiosk works; the patient learns what comes next, and what if it takes long. */
export const WaitingPage = ({ title, lead, long, scene, progress, children }: WaitingPageProps) => {
  const { say } = useWords();
  const saySo = useAfter(SAY_SO_AFTER_MS);
  const isLong = useAfter(REASSURE_AFTER_MS);
  return (
    <Page title={say(title)}>
      <p className="page-lead" role="status">
        {saySo && say(isLong ? long : lead)}
      </p>
      <div className="page-picture">
        <Illustration scene={scene} />
      </div>
      {progress === undefined ? (
        <WaitingDots />
      ) : (
        <ProgressBar share={progress} label={say('reading.progress')} />
      )}
      {children}
    </Page>
  );
};
