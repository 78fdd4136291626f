import { useEffect, useState } from 'react';
import { OutlineButton } from '../../ui/controls/buttons.tsx';
import { type CodeSymbol, symbolOf } from '../devices/payment-shown.ts';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { PaymentCode } from '../frame/payment-code.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import type { StepProps } from '../steps/step-props.ts';
import { smallestCode } from './code-size.ts';
import { PayFact } from './pay-facts.tsx';
import './payment.css';

/** The panel that the layout was drawn for. */
const REFERENCE_INCHES = 21.5;

const useSymbol = (text: string): CodeSymbol | undefined => {
  const [symbol, setSymbol] = useState<CodeSymbol>();
  useEffect(() => {
    let isWanted = true;
    void symbolOf(text).then(made => {
      if (isWanted) setSymbol(made);
    });
    return () => {
      isWanted = false;
    };
  }, [text]);
  return symbol;
};

/** Counted from when the code came: clocks differ, lengths do not. */
const useSecondsLeft = (seconds: number): number => {
  const [until] = useState(() => performance.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(
      () => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000))),
      1000,
    );
    return () => clearInterval(timer);
  }, [until]);
  return left;
};

const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The code at the size a phone needs, whatever the panel. */
const CodeToScan = ({ qr }: { readonly qr: string }) => {
  const { say } = useWords();
  const inches = useSnapshot(snapshot => snapshot.screenInches) ?? REFERENCE_INCHES;
  const symbol = useSymbol(qr);
  const least = smallestCode(window.innerWidth, window.innerHeight, inches);
  return (
    <div
      className="pay-code-place"
      ref={element => element?.style.setProperty('--least', `${least}px`)}
    >
      {symbol !== undefined && <PaymentCode symbol={symbol} name={say('pay.code.name')} />}
    </div>
  );
};

/** What was said to whoever asked; empty until somebody does. */
const Asked = ({ asked }: Pick<StepProps<'payment-code'>['view'], 'asked'>) => {
  const { say } = useWords();
  return (
    <div className="news" role="status">
      {(asked === 'nothing-yet' || asked === 'away') && (
        <Note tone="attention" pictogram={asked === 'away' ? 'networkAway' : 'hourglass'}>
          {say(`pay.code.${asked}`)}
        </Note>
      )}
    </div>
  );
};

/** The code, whose account it is, and how long it may be paid. */
export const PaymentCodePage = ({ view }: StepProps<'payment-code'>) => {
  const { say, money } = useWords();
  const send = useSend();
  const { code, account, asked } = view;
  const left = useSecondsLeft(code.validSeconds);
  const isAsking = asked === 'asking';
  return (
    <Page
      isDense
      title={say('pay.code.title', { price: money(code.amount) })}
      actions={
        <>
          <Asked asked={asked} />
          <p className="pay-left" aria-live="off">
            {say('pay.code.left', { time: minutes(left) })}
            <span className="spare">{` · ${say('pay.code.calm')}`}</span>
          </p>
          <div className="side-by-side">
            <OutlineButton
              pictogram="check"
              label={say(isAsking ? 'pay.code.asking' : 'pay.code.paid')}
              isDisabled={isAsking}
              onPress={() => send({ type: 'askPayment' })}
            />
            <OutlineButton
              pictogram="money"
              label={say('pay.code.later')}
              onPress={() => send({ type: 'payAtCounter' })}
            />
          </div>
        </>
      }
    >
      <p className="page-lead spare">{say('pay.code.how')}</p>
      <CodeToScan qr={code.qr} />
      <dl className="pay-facts pay-facts-code">
        <PayFact label={say('pay.code.holder')} value={code.accountName} />
        {account !== undefined && (
          <PayFact label={say('pay.code.account')} value={account} isSpare />
        )}
        <PayFact label={say('pay.code.reference')} value={code.reference} />
      </dl>
    </Page>
  );
};
