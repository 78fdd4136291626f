import { useEffect, useRef, useState } from 'react';
import type { DeskLive } from '../../core/contract/desk-money.ts';
import { Choice, Facts, News } from './controls.tsx';
import { useDesk } from './desk-context.ts';
import { digits, dong, faultWords, say } from './desk-words.ts';
import { Loading, PageFrame } from './page-frame.tsx';
import { PaymentsTable } from './payments-table.tsx';

const LOOK_EVERY_MS = 2_000;
const ROWS = 100;

type Only = 'all' | 'exceptions';

/** Asks again and again, and hears only what is new. */
const useLive = (only: Only) => {
  const call = useDesk(state => state.call);
  const [live, setLive] = useState<DeskLive>();
  const [fault, setFault] = useState<string>();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    let since: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    known.current = undefined;
    const look = async (): Promise<void> => {
      const answer = await call('livePayments', {
        only,
        limit: ROWS,
        ...(since === undefined ? {} : { since }),
      });
      if (isOver) return;
      setFault(answer.ok ? undefined : faultWords(answer.error.code));
      if (answer.ok && answer.value.news !== null) {
        since = answer.value.revision;
        const ids = answer.value.news.payments.map(({ paymentId }) => paymentId);
        const before = known.current;
        setFresh(new Set(before === undefined ? [] : ids.filter(id => !before.has(id))));
        known.current = new Set([...(before ?? []), ...ids]);
        setLive(answer.value.news);
      }
      timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [call, only]);
  return { live, fault, fresh };
};

/** What came last, and what of it waits for somebody. */
export const LivePage = () => {
  const [only, setOnly] = useState<Only>('all');
  const { live, fault, fresh } = useLive(only);
  return (
    <PageFrame
      title={say('pages.live')}
      fault={fault}
      tools={
        <Choice
          id="only"
          label={say('money.live.show')}
          value={only}
          options={[
            { value: 'all', label: say('money.live.all') },
            { value: 'exceptions', label: say('money.live.exceptions') },
          ]}
          onChange={setOnly}
        />
      }
    >
      {live === undefined ? (
        <Loading fault={fault} />
      ) : (
        <>
          <Facts
            facts={[
              [
                say('money.live.today'),
                say('money.live.todayValue', {
                  count: digits(live.today.payments),
                  amount: digits(live.today.amount),
                }),
              ],
              [say('money.live.toHandle'), digits(live.exceptions)],
              [say('money.live.suspense'), dong(live.suspense)],
              [say('money.live.refunds'), digits(live.refundsToDecide)],
              [say('money.live.openCodes'), digits(live.openCodes)],
            ]}
          />
          <News
            words={fresh.size === 0 ? undefined : say('money.live.arrived', { count: fresh.size })}
            tone="ok"
          />
          <PaymentsTable
            caption={say('money.live.caption')}
            payments={live.payments}
            isFresh={({ paymentId }) => fresh.has(paymentId)}
            empty={only === 'all' ? say('money.live.empty') : say('money.live.emptyExceptions')}
          />
        </>
      )}
    </PageFrame>
  );
};
