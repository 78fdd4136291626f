import { useState } from 'react';
import type { Output } from '../../core/contract/contract.ts';
import type { DeskContract } from '../../core/contract/desk.ts';
import { BillsTable, billName } from './bills-table.tsx';
import { DeskButton, Facts, News, Section } from './controls.tsx';
import { useDesk, useLoaded, useUser } from './desk-context.ts';
import { dayAndTime, dong, faultWords, providerName, say } from './desk-words.ts';
import { MatchPanel } from './match-panel.tsx';
import { Loading, PageFrame } from './page-frame.tsx';
import { PaymentState } from './payments-table.tsx';
import { RefundPanel } from './refund-panel.tsx';
import { RefundsTable } from './refunds-table.tsx';
import type { Said } from './said.ts';
import { Story } from './story.tsx';
import { Amount, Table } from './table.tsx';

type PaymentStory = Output<DeskContract, 'payment'>;

const Bills = ({
  story: { bills, shares },
  onSaid,
}: {
  readonly story: PaymentStory;
  readonly onSaid: (said: Said) => void;
}) => {
  const call = useDesk(state => state.call);
  const isSupervisor = useUser()?.role === 'supervisor';
  const shareOf = (billId: string) => shares.find(share => share.billId === billId);
  const undo = async (billId: string): Promise<void> => {
    const share = shareOf(billId);
    if (share === undefined) return;
    const answer = await call('reverseAllocation', share);
    onSaid(
      answer.ok
        ? { words: say('money.payment.undone'), tone: 'ok' }
        : { words: faultWords(answer.error.code), tone: 'attention' },
    );
  };
  return (
    <Section title={say('money.payment.bills')}>
      <BillsTable
        caption={say('money.payment.bills')}
        bills={bills}
        empty={say('money.payment.noBill')}
        more={[
          {
            head: say('money.payment.paysThis'),
            cell: ({ billId }) => <Amount of={shareOf(billId)?.amount ?? 0} />,
            isMoney: true,
          },
          ...(isSupervisor
            ? [
                {
                  head: say('money.columns.action'),
                  cell: (bill: PaymentStory['bills'][number]) =>
                    shareOf(bill.billId) === undefined ? null : (
                      <DeskButton
                        label={say('money.payment.undo')}
                        about={say('money.payment.undoAbout', { bill: billName(bill) })}
                        onPress={() => void undo(bill.billId)}
                      />
                    ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
};

const Lines = ({ lines }: Pick<PaymentStory, 'lines'>) => (
  <Section title={say('money.payment.lines')}>
    <Table
      caption={say('money.payment.lines')}
      rows={lines}
      keyOf={({ day, account, narrative }) => `${day} ${account} ${narrative}`}
      empty={say('money.payment.noLines')}
      columns={[
        { head: say('money.columns.day'), cell: ({ day }) => day.split('-').reverse().join('/') },
        { head: say('money.columns.account'), cell: ({ account }) => account },
        {
          head: say('money.columns.narrative'),
          cell: ({ narrative }) => narrative,
          isLong: true,
        },
      ]}
    />
  </Section>
);

/** A payment, what became of it, and what can be done with what is left. */
export const PaymentPage = ({ paymentId }: { readonly paymentId: string }) => {
  const { value, fault, reload } = useLoaded('payment', { paymentId });
  const [news, setNews] = useState<Said>();
  const onSaid = (said: Said): void => {
    setNews(said);
    void reload();
  };
  return (
    <PageFrame
      title={say('pages.payment')}
      fault={fault}
      tools={<DeskButton label={say('back')} onPress={() => history.back()} />}
    >
      <News words={news?.words} tone={news?.tone} />
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          <Facts
            facts={[
              [say('money.columns.amount'), dong(value.payment.amount)],
              [say('money.payment.waits'), dong(value.payment.unallocated)],
              [say('money.columns.state'), <PaymentState key="state" of={value.payment} />],
              [say('money.columns.reference'), value.payment.reference ?? say('none')],
              [say('money.payment.paidAt'), dayAndTime(value.payment.paidAt)],
              [say('money.payment.receivedAt'), dayAndTime(value.payment.receivedAt)],
              [say('money.columns.provider'), providerName(value.payment.provider)],
              [say('money.columns.account'), value.payment.account],
              [say('money.payment.bankReference'), value.payment.bankReference],
            ]}
          />
          <p className="desk-narrative">{value.payment.narrative}</p>
          {value.payment.unallocated > 0 && (
            <div className="desk-pair">
              <MatchPanel payment={value.payment} onSaid={onSaid} />
              <RefundPanel payment={value.payment} onSaid={onSaid} />
            </div>
          )}
          <Bills story={value} onSaid={onSaid} />
          {value.refunds.length > 0 && (
            <Section title={say('money.payment.refunds')}>
              <RefundsTable refunds={value.refunds} onSaid={onSaid} empty="" />
            </Section>
          )}
          <Lines lines={value.lines} />
          <Story events={value.story} />
        </>
      )}
    </PageFrame>
  );
};
