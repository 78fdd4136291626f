import { memo, useContext, useEffect, useRef, useState } from 'react';
import { StaffContext } from '../../staff/staff-context.ts';
import { useLongPress } from '../../staff/use-long-press.ts';
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

/**
 * Whose kiosk this is, and what time it is. Nothing to touch for patients, nothing personal: staff
 * hold the name of the hospital on the welcome page.
 */
export const Header = memo(() => {
  const { local, language } = useWords();
  const hospital = useSnapshot(snapshot => snapshot.hospital);
  const time = useHostTime();
  const staff = useContext(StaffContext);
  const isWelcome = useSnapshot(snapshot => snapshot.step.name === 'welcome');
  const name = useRef<HTMLSpanElement>(null);
  useLongPress(name, isWelcome && staff !== null ? staff.ask : null);
  return (
    <header className="header">
      <span className="header-hospital" ref={name}>
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
