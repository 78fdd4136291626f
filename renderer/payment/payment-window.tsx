import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { PaymentShown } from '../kiosk/devices/payment-shown.ts';
import { PaymentCode } from '../kiosk/frame/payment-code.tsx';
import { grouped } from '../ui/format.ts';
import { Pictogram, type PictogramName } from '../ui/pictograms/pictogram.tsx';
import type { PaymentView, WindowState } from './payment-store.ts';
import { LANGUAGES, say } from './payment-words.ts';
import './payment.css';

type Key = Parameters<typeof say>[1];

/** One thing said in every language, the hospital's own first and largest. */
const Said = ({
  as: Tag,
  text,
}: {
  readonly as: 'h1' | 'p';
  readonly text: (language: (typeof LANGUAGES)[number]) => string;
}) => {
  const [first, ...others] = LANGUAGES;
  return (
    <div className="pay-said">
      <Tag lang={first}>{text(first)}</Tag>
      {others.map(language => (
        <p key={language} lang={language} className="pay-other">
          {text(language)}
        </p>
      ))}
    </div>
  );
};

interface ScreenProps {
  readonly pictogram?: PictogramName;
  readonly tone: 'plain' | 'ok' | 'attention';
  readonly title: Key;
  readonly lead?: Key;
  readonly children?: ReactNode;
}

const Screen = ({ pictogram, tone, title, lead, children }: ScreenProps) => (
  <main className={`pay pay-${tone}`}>
    {pictogram !== undefined && (
      <span className="pay-picture">
        <Pictogram name={pictogram} />
      </span>
    )}
    <Said as="h1" text={language => say(language, title)} />
    {children}
    {lead !== undefined && <Said as="p" text={language => say(language, lead)} />}
  </main>
);

const secondsUntil = (until: number): number => Math.max(0, Math.ceil((until - Date.now()) / 1000));

/** `1:05`, counted down; read out once and not every second. */
const TimeLeft = ({ until }: { readonly until: number }) => {
  const [seconds, setSeconds] = useState(() => secondsUntil(until));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(until)), 250);
    return () => clearInterval(timer);
  }, [until]);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <div className="pay-left" aria-live="off">
      <Said as="p" text={language => say(language, 'due.left', { time })} />
    </div>
  );
};

const Due = ({ payment }: { readonly payment: Extract<PaymentShown, { state: 'due' }> }) => (
  <main className="pay pay-due">
    <div className="pay-words">
      <Said as="h1" text={language => say(language, 'due.title')} />
      <p className="pay-amount">
        {say('vi', 'due.amount', { amount: grouped(payment.amount, 'vi') })}
      </p>
      <Said as="p" text={language => say(language, 'due.how')} />
      <TimeLeft until={payment.until} />
    </div>
    <PaymentCode symbol={payment.symbol} name={say('vi', 'due.code')} />
  </main>
);

const Shown = ({ window }: { readonly window: WindowState }) => {
  switch (window.state) {
    case 'idle':
      return <Screen tone="plain" pictogram="money" title="idle.title" lead="idle.lead" />;
    case 'lost':
      return <Screen tone="plain" pictogram="networkAway" title="lost.title" lead="lost.lead" />;
    case 'due':
      return <Due payment={window} />;
    case 'paid':
      return (
        <Screen tone="ok" pictogram="check" title="paid.title" lead="paid.lead">
          <p className="pay-amount">
            {say('vi', 'paid.amount', { amount: grouped(window.amount, 'vi') })}
          </p>
        </Screen>
      );
    case 'expired':
      return (
        <Screen tone="attention" pictogram="hourglass" title="expired.title" lead="expired.lead" />
      );
    case 'cancelled':
      return (
        <Screen
          tone="attention"
          pictogram="attention"
          title="cancelled.title"
          lead="cancelled.lead"
        />
      );
  }
};

/** The window for whoever pays: nothing to touch, and nobody's name. */
export const PaymentWindow = ({ store }: { readonly store: StoreApi<PaymentView> }) => {
  const { hospital, window } = useStore(store);
  return (
    <div className="pay-window">
      <header className="pay-header">
        <Pictogram name="emergency" />
        <span>{hospital?.vi ?? 'Tiếp Đón'}</span>
      </header>
      <div className="pay-stage" aria-live="polite">
        <Shown window={window} />
      </div>
    </div>
  );
};
