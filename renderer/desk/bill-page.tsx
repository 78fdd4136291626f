import { BillState, billName } from './bills-table.tsx';
import { DeskButton, Facts, Section } from './controls.tsx';
import { useLoaded } from './desk-context.ts';
import { dayAndTime, dong, providerName, say } from './desk-words.ts';
import { Loading, PageFrame } from './page-frame.tsx';
import { PaymentsTable } from './payments-table.tsx';
import { Story } from './story.tsx';
import { Amount, Table } from './table.tsx';

/** A bill, the codes that were shown for it, and the money that came. */
export const BillPage = ({ billId }: { readonly billId: string }) => {
  const { value, fault, reload } = useLoaded('bill', { billId });
  return (
    <PageFrame
      title={say('pages.bill')}
      fault={fault}
      tools={<DeskButton label={say('back')} onPress={() => history.back()} />}
    >
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          <Facts
            facts={[
              [say('money.columns.bill'), billName(value.bill)],
              [say('money.columns.ticket'), value.bill.ticket ?? say('none')],
              [say('money.columns.amount'), dong(value.bill.amount)],
              [say('money.columns.due'), dong(value.bill.due)],
              [say('money.columns.state'), <BillState key="state" of={value.bill.state} />],
              [say('money.columns.raised'), dayAndTime(value.bill.raisedAt)],
            ]}
          />
          <Section title={say('money.bill.payments')}>
            <PaymentsTable
              caption={say('money.bill.payments')}
              payments={value.payments}
              empty={say('money.bill.noPayments')}
              more={[
                {
                  head: say('money.bill.share'),
                  cell: ({ paymentId }) => (
                    <Amount
                      of={value.shares.find(share => share.paymentId === paymentId)?.amount ?? 0}
                    />
                  ),
                  isMoney: true,
                },
              ]}
            />
          </Section>
          <Section title={say('money.bill.attempts')}>
            <Table
              caption={say('money.bill.attempts')}
              rows={value.attempts}
              keyOf={({ attemptId }) => attemptId}
              empty={say('money.bill.noAttempts')}
              columns={[
                { head: say('money.columns.at'), cell: ({ openedAt }) => dayAndTime(openedAt) },
                { head: say('money.columns.reference'), cell: ({ reference }) => reference },
                {
                  head: say('money.columns.provider'),
                  cell: ({ provider }) => providerName(provider),
                },
                {
                  head: say('money.columns.amount'),
                  cell: ({ amount }) => <Amount of={amount} />,
                  isMoney: true,
                },
                {
                  head: say('money.columns.state'),
                  cell: ({ state }) => say(`money.attemptStates.${state}`),
                },
              ]}
            />
          </Section>
          <Story events={value.story} />
        </>
      )}
    </PageFrame>
  );
};
