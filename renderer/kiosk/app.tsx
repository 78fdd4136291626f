import {
  lazy,
  memo,
  Suspense,
  useDeferredValue,
  useEffect,
  useInsertionEffect,
  useRef,
  useState,
} from 'react';
import { type Connect, ConnectContext } from '../staff/connect-context.ts';
import { StaffContext, useIsStaffAsked } from '../staff/staff-context.ts';
import type { StaffStore } from '../staff/staff-store.ts';
import { DisplaySheet } from './frame/display-sheet.tsx';
import { Footer } from './frame/footer.tsx';
import { Header } from './frame/header.tsx';
import { IdleWarning } from './frame/idle-warning.tsx';
import { LinkLost } from './frame/link-lost.tsx';
import { PaymentSheet } from './frame/payment-sheet.tsx';
import { StaffCall } from './frame/staff-call.tsx';
import { Starting } from './frame/starting.tsx';
import {
  ScreenContext,
  SnapshotContext,
  useScreen,
  useScreenState,
  useSnapshot,
} from './screen-context.ts';
import type { Screen } from './screen-store.ts';
import { Step } from './steps/step.tsx';
import './kiosk.css';

/** No patient waits for what only staff see. */
const StaffPages = lazy(async () => ({
  default: (await import('../staff/staff-pages.tsx')).StaffPages,
}));

/** Nor for what is seen once in the life of a kiosk. */
const ConnectPage = lazy(async () => ({
  default: (await import('../staff/connect-page.tsx')).ConnectPage,
}));

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

interface StepFrameProps {
  /** Something lies over the page: it can neither be touched nor heard. */
  readonly isCovered: boolean;
  /** Nobody may read on: the person may have left. */
  readonly isHidden: boolean;
}

const StepFrame = memo(({ isCovered, isHidden }: StepFrameProps) => {
  const view = useSnapshot(snapshot => snapshot.step);
  const isStaff = useIsStaffAsked() && view.name === 'welcome';
  const isNew = useSnapshot(snapshot => snapshot.joining?.state === 'not-enrolled');
  const arriving = useArriving();
  const page = useRef<HTMLDivElement>(null);
  // What lay over the page is gone: reading goes on at its question.
  useEffect(() => {
    if (!isCovered) page.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [isCovered]);
  const className = `page${arriving ? ' page-arriving' : ''}${isHidden ? ' page-hidden' : ''}`;
  return (
    <div className={className} inert={isCovered} ref={page}>
      {isStaff ? (
        <Suspense fallback={null}>
          <StaffPages />
        </Suspense>
      ) : isNew && view.name === 'out-of-service' ? (
        <Suspense fallback={<Step view={view} />}>
          <ConnectPage />
        </Suspense>
      ) : (
        <Step view={view} />
      )}
    </div>
  );
});

type Cover = 'link-lost' | 'idle' | 'display' | 'staff' | 'payment' | 'none';

/** One thing at a time lies over the page; what protects the patient comes first. */
const useCover = (): Cover => {
  const link = useScreenState(state => state.link);
  const sheet = useScreenState(state => state.displaySheet);
  const isOrdered = useScreenState(state => state.payment !== null);
  // The visit's own pages of paying show the same code, and more.
  const isOwn = useSnapshot(({ step }) => step.name.startsWith('payment-'));
  const isPaying = isOrdered && !isOwn;
  const idle = useSnapshot(snapshot => snapshot.idle.state);
  const staffCall = useSnapshot(snapshot => snapshot.staffCall);
  if (link === 'lost') return 'link-lost';
  if (idle === 'warning') return 'idle';
  if (sheet) return 'display';
  if (staffCall !== 'none') return 'staff';
  return isPaying ? 'payment' : 'none';
};

const CoverPage = memo(({ cover }: { readonly cover: Cover }) => {
  const call = useSnapshot(snapshot => snapshot.staffCall);
  const payment = useScreenState(state => state.payment);
  switch (cover) {
    case 'link-lost':
      return <LinkLost />;
    case 'idle':
      return <IdleWarning />;
    case 'display':
      return <DisplaySheet />;
    case 'staff':
      return call === 'none' ? null : <StaffCall call={call} />;
    case 'payment':
      return payment === null ? null : <PaymentSheet key={payment.state} payment={payment} />;
    case 'none':
      return null;
  }
});

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

const Visit = memo(() => {
  const stepKey = useSnapshot(snapshot => snapshot.stepKey);
  const cover = useDeferredValue(useCover());
  useRootAttributes();
  useTouches();
  return (
    <div className="kiosk">
      <Header />
      <main className="stage">
        <StepFrame
          key={stepKey}
          isCovered={cover !== 'none'}
          isHidden={cover === 'idle' || cover === 'link-lost'}
        />
        <CoverPage cover={cover} />
      </main>
      <Footer />
    </div>
  );
});

/**
 * A new page is drawn after the button that led to it has been seen to give way: what is deferred
 * never holds up the answer to a finger.
 */
const VisitOrStart = () => {
  const snapshot = useDeferredValue(useScreenState(state => state.snapshot));
  return snapshot === null ? (
    <Starting />
  ) : (
    <SnapshotContext value={snapshot}>
      <Visit />
    </SnapshotContext>
  );
};

interface AppProps {
  readonly screen: Screen;
  /** Absent: a screen without staff pages. */
  readonly staff?: StaffStore;
  /** Absent: a screen that connects nothing. */
  readonly connect?: Connect;
}

/** The whole screen of a kiosk. */
export const App = ({ screen, staff, connect }: AppProps) => (
  <ScreenContext value={screen}>
    <StaffContext value={staff ?? null}>
      <ConnectContext value={connect ?? null}>
        <VisitOrStart />
      </ConnectContext>
    </StaffContext>
  </ScreenContext>
);
