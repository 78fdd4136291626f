import { useEffect, useInsertionEffect, useRef, useState } from 'react';
import { DisplaySheet } from './frame/display-sheet.tsx';
import { Footer } from './frame/footer.tsx';
import { Header } from './frame/header.tsx';
import { IdleWarning } from './frame/idle-warning.tsx';
import { LinkLost } from './frame/link-lost.tsx';
import { StaffCall } from './frame/staff-call.tsx';
import { Starting } from './frame/starting.tsx';
import { ScreenContext, useScreen, useScreenState, useSnapshot } from './screen-context.ts';
import type { Screen } from './screen-store.ts';
import { Step } from './steps/step.tsx';
import './kiosk.css';

/** A second tap within this time belongs to the page before. */
const ARRIVAL_MS = 300;

const useArriving = (): boolean => {
  const [arriving, setArriving] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setArriving(false), ARRIVAL_MS);
    return () => clearTimeout(timer);
  }, []);
  return arriving;
};

const StepFrame = ({ isCovered }: { readonly isCovered: boolean }) => {
  const view = useSnapshot(snapshot => snapshot.step);
  const arriving = useArriving();
  const page = useRef<HTMLDivElement>(null);
  // What lay over the page is gone: reading goes on at its question.
  useEffect(() => {
    if (!isCovered) page.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [isCovered]);
  const className = `page${arriving ? ' page-arriving' : ''}${isCovered ? ' covered' : ''}`;
  return (
    <div className={className} inert={isCovered} ref={page}>
      <Step view={view} />
    </div>
  );
};

type Cover = 'link-lost' | 'idle' | 'display' | 'staff' | 'none';

/** One thing at a time lies over the page; what protects the patient comes first. */
const useCover = (): Cover => {
  const link = useScreenState(state => state.link);
  const sheet = useScreenState(state => state.displaySheet);
  const idle = useSnapshot(snapshot => snapshot.idle.state);
  const staffCall = useSnapshot(snapshot => snapshot.staffCall);
  if (link === 'lost') return 'link-lost';
  if (idle === 'warning') return 'idle';
  if (sheet) return 'display';
  return staffCall === 'none' ? 'none' : 'staff';
};

const CoverPage = ({ cover }: { readonly cover: Cover }) => {
  const call = useSnapshot(snapshot => snapshot.staffCall);
  switch (cover) {
    case 'link-lost':
      return <LinkLost />;
    case 'idle':
      return <IdleWarning />;
    case 'display':
      return <DisplaySheet />;
    case 'staff':
      return call === 'none' ? null : <StaffCall call={call} />;
    case 'none':
      return null;
  }
};

/**
 * The root element carries what style sheets and screen readers must know of the whole page. Set
 * before layout effects: pages measure themselves there.
 */
const useRootAttributes = (): void => {
  const language = useSnapshot(snapshot => snapshot.language);
  const { textSize, contrast, reach } = useSnapshot(snapshot => snapshot.display);
  useInsertionEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    Object.assign(root.dataset, { textSize, contrast, reach });
  }, [language, textSize, contrast, reach]);
};

const useTouches = (): void => {
  const { touch } = useScreen();
  useEffect(() => {
    document.addEventListener('pointerdown', touch, { capture: true });
    document.addEventListener('keydown', touch, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', touch, { capture: true });
      document.removeEventListener('keydown', touch, { capture: true });
    };
  }, [touch]);
};

const Visit = () => {
  const stepKey = useSnapshot(snapshot => snapshot.stepKey);
  const cover = useCover();
  useRootAttributes();
  useTouches();
  return (
    <div className="kiosk">
      <Header />
      <main className="stage">
        <StepFrame key={stepKey} isCovered={cover !== 'none'} />
        <CoverPage cover={cover} />
      </main>
      <Footer />
    </div>
  );
};

const VisitOrStart = () => {
  const hasSnapshot = useScreenState(state => state.snapshot !== null);
  return hasSnapshot ? <Visit /> : <Starting />;
};

/** The whole screen of a kiosk. */
export const App = ({ screen }: { readonly screen: Screen }) => (
  <ScreenContext value={screen}>
    <VisitOrStart />
  </ScreenContext>
);
