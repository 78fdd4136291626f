import { useState } from 'react';
import { News, Section } from './controls.tsx';
import { useLoaded } from './desk-context.ts';
import { say } from './desk-words.ts';
import { Loading, PageFrame } from './page-frame.tsx';
import type { Said } from './said.ts';
import { RefundsTable } from './refunds-table.tsx';

const MOST = 100;

/** Refunds to decide, to pay, and those that are over. */
export const RefundsPage = () => {
  const { value, fault, reload } = useLoaded('refunds', {
    states: ['requested', 'approved', 'rejected', 'paid'],
    limit: MOST,
  });
  const [news, setNews] = useState<Said>();
  const onSaid = (said: Said): void => {
    setNews(said);
    void reload();
  };
  const groups = [
    ['toDecide', 'noneToDecide', ['requested']],
    ['toPay', 'noneToPay', ['approved']],
    ['over', 'noneOver', ['rejected', 'paid']],
  ] as const;
  return (
    <PageFrame title={say('pages.refunds')} fault={fault}>
      <News words={news?.words} tone={news?.tone} />
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        groups.map(([title, empty, states]) => (
          <Section key={title} title={say(`money.refund.${title}`)}>
            <RefundsTable
              refunds={value.refunds.filter(({ state }) =>
                (states as readonly string[]).includes(state),
              )}
              onSaid={onSaid}
              empty={say(`money.refund.${empty}`)}
            />
          </Section>
        ))
      )}
    </PageFrame>
  );
};
