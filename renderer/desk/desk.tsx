import { type ReactNode, useEffect, useState } from 'react';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { AuditPage } from './audit-page.tsx';
import { BillPage } from './bill-page.tsx';
import { DayPage } from './day/day-page.tsx';
import { DeskButton } from './controls.tsx';
import { DeskContext, useDesk, useUser } from './desk-context.ts';
import { pagesOf } from './desk-pages.ts';
import type { DeskStore, DeskView } from './desk-store.ts';
import { say } from './desk-words.ts';
import { LivePage } from './live-page.tsx';
import { MatchingPage } from './matching/matching-page.tsx';
import { PasswordPage } from './password-page.tsx';
import { PaymentPage } from './payment-page.tsx';
import { RefundsPage } from './refunds-page.tsx';
import { ReportsPage } from './reports/reports-page.tsx';
import { SearchPage } from './search-page.tsx';
import { ShiftPage } from './shifts/shift-page.tsx';
import { ShiftsPage } from './shifts/shifts-page.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { StatementsPage } from './statements-page.tsx';
import { SuspensePage } from './suspense-page.tsx';
import { UsersPage } from './users-page.tsx';

const pageOf = (view: DeskView): ReactNode => {
  switch (view.page) {
    case 'live':
      return <LivePage />;
    case 'search':
      return <SearchPage />;
    case 'suspense':
      return <SuspensePage />;
    case 'matching':
      return <MatchingPage key={view.part} part={view.part} />;
    case 'refunds':
      return <RefundsPage />;
    case 'statements':
      return <StatementsPage />;
    case 'shifts':
      return <ShiftsPage />;
    case 'shift':
      return <ShiftPage key={view.shiftId} shiftId={view.shiftId} />;
    case 'day': {
      const day = 'day' in view ? view.day : businessDayOf(Date.now());
      return <DayPage key={day} day={day} />;
    }
    case 'reports':
      return <ReportsPage />;
    case 'users':
      return <UsersPage />;
    case 'audit':
      return <AuditPage />;
    case 'password':
      return <PasswordPage />;
    case 'payment':
      return <PaymentPage key={view.paymentId} paymentId={view.paymentId} />;
    case 'bill':
      return <BillPage key={view.billId} billId={view.billId} />;
  }
};

const WARN_SECONDS = 60;

/** Counts the last minute before an idle session ends; any key goes on. */
const IdleWarning = () => {
  const idleAt = useDesk(({ access }) => (access?.state === 'in' ? access.idleAt : undefined));
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = idleAt === undefined ? Infinity : Math.ceil((Date.parse(idleAt) - now) / 1000);
  if (seconds > WARN_SECONDS || seconds <= 0) return null;
  return (
    <p className="desk-banner" role="alert">
      {say('door.idleSoon', { seconds })}
    </p>
  );
};

const Navigation = () => {
  const user = useUser();
  const page = useDesk(({ view }) => view.page);
  const open = useDesk(state => state.open);
  if (user === undefined) return null;
  return (
    <nav className="desk-nav" aria-label={say('nav')}>
      <ul>
        {pagesOf(user.role).map(name => (
          <li key={name}>
            <a
              href={`#${name}`}
              aria-current={page === name ? 'page' : undefined}
              onClick={event => {
                event.preventDefault();
                open({ page: name });
              }}
            >
              {say(`pages.${name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const Head = () => {
  const user = useUser();
  const open = useDesk(state => state.open);
  const signOut = useDesk(state => state.signOut);
  if (user === undefined) return null;
  return (
    <header className="desk-head">
      <p className="desk-name">{say('title')}</p>
      <p>
        <strong>{user.name}</strong> · {say(`roles.${user.role}`)}
      </p>
      <DeskButton label={say('pages.password')} onPress={() => open({ page: 'password' })} />
      <DeskButton label={say('door.signOut')} onPress={() => void signOut()} />
    </header>
  );
};

const Inside = () => {
  const view = useDesk(state => state.view);
  const isLost = useDesk(state => state.isLost);
  useEffect(() => {
    document.title = `${say(`pages.${view.page}`)} · ${say('title')}`;
    document.getElementById('page-title')?.focus();
  }, [view]);
  return (
    <>
      <a
        className="desk-skip"
        href="#page"
        onClick={event => {
          event.preventDefault();
          document.getElementById('page-title')?.focus();
        }}
      >
        {say('skip')}
      </a>
      <Head />
      <Navigation />
      <main id="page" className="desk-page">
        {isLost && (
          <p className="desk-banner" role="alert">
            {say('lost')}
          </p>
        )}
        <IdleWarning />
        {pageOf(view)}
      </main>
    </>
  );
};

const Rooms = () => {
  const access = useDesk(state => state.access);
  const touched = useDesk(state => state.touched);
  useEffect(() => {
    const heard = ['keydown', 'pointerdown'] as const;
    for (const event of heard) addEventListener(event, touched);
    return () => {
      for (const event of heard) removeEventListener(event, touched);
    };
  }, [touched]);
  if (access?.state !== 'in') return <SignInPage />;
  if (access.mustChangePassword) {
    return (
      <main className="desk-door">
        <PasswordPage />
      </main>
    );
  }
  return <Inside />;
};

/** The cashiers' desk. */
export const Desk = ({ store }: { readonly store: DeskStore }) => (
  <DeskContext value={store}>
    <Rooms />
  </DeskContext>
);
