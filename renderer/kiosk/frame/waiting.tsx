import { useEffect, useState } from 'react';
import './waiting.css';

/** True once `ms` have passed since the part was shown. */
export const useAfter = (ms: number): boolean => {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
};

/** After this long a page says what is being done. */
export const SAY_SO_AFTER_MS = 300;
/** After this long it says what happens if it takes longer. */
export const REASSURE_AFTER_MS = 3000;

/** Three dots that take turns; still where motion is not wanted. */
export const WaitingDots = () => (
  <span className="waiting-dots" aria-hidden="true">
    <span />
    <span />
    <span />
  </span>
);

/** How far something has come, where that is known. */
export const ProgressBar = ({
  share,
  label,
}: {
  readonly share: number;
  readonly label: string;
}) => (
  <div
    className="progress-bar"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(share * 100)}
  >
    <span style={{ transform: `scaleX(${share})` }} />
  </div>
);
