import { memo, useEffect, useState } from 'react';
import { clockTime, weekdayAndDate } from '../../ui/format.ts';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import { useScreenState, useSnapshot, useWords } from '../screen-context.ts';
import './header.css';

/** The host's time, carried on between two snapshots; milliseconds since 1970. */
const useHostTime = (): number => {
  const now = useSnapshot(snapshot => snapshot.now);
  const receivedAt = useScreenState(state => state.receivedAt);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick(count => count + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(now) + Math.max(0, performance.now() - receivedAt);
};

/** Whose kiosk this is, and what time it is. Nothing to touch, nothing personal. */
export const Header = memo(() => {
  const { local, language } = useWords();
  const hospital = useSnapshot(snapshot => snapshot.hospital);
  const time = useHostTime();
  return (
    <header className="header">
      <span className="header-hospital">
        <span className="header-mark">
          <Pictogram name="emergency" />
        </span>
        {local(hospital)}
      </span>
      <span className="header-time">
        <time className="header-clock">{clockTime(time)}</time>
        <span>{weekdayAndDate(time, language)}</span>
      </span>
    </header>
  );
});
