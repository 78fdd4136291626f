import type { DeskShiftCash } from '../../../core/contract/desk-shifts.ts';
import { News, Section } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { dayAndTime, digits, say } from '../desk-words.ts';
import { Downloads } from '../downloads.tsx';
import { Amount, Table } from '../table.tsx';

/** Receipts for cash that a page shows. */
export const MOST_RECEIPTS = 200;

export const ReceiptsTable = ({ cash }: { readonly cash: DeskShiftCash }) => {
  const call = useDesk(state => state.call);
  const open = useDesk(state => state.open);
  return (
    <Section title={say('shifts.receipts.title')}>
      <News
        words={
          cash.takings.number > cash.receipts.length
            ? say('shifts.receipts.most', { count: digits(cash.receipts.length) })
            : undefined
        }
      />
      <Table
        caption={say('shifts.receipts.title')}
        rows={cash.receipts}
        keyOf={({ receiptNo }) => String(receiptNo)}
        onOpen={({ billId }) => open({ page: 'bill', billId })}
        openLabel={({ receiptNo, bill }) =>
          say('money.open', { what: `${receiptNo} ${bill ?? say('money.unnamed')}` })
        }
        empty={say('shifts.receipts.empty')}
        columns={[
          { head: say('shifts.receipts.no'), cell: ({ receiptNo }) => receiptNo },
          { head: say('shifts.receipts.at'), cell: ({ at }) => dayAndTime(at) },
          {
            head: say('shifts.receipts.bill'),
            cell: ({ bill }) => bill ?? say('none'),
            isLong: true,
          },
          {
            head: say('shifts.receipts.amount'),
            cell: ({ amount }) => <Amount of={amount} />,
            isMoney: true,
          },
          {
            head: say('shifts.receipts.paper'),
            cell: ({ receiptNo }) => (
              <Downloads
                about={say('shifts.receipts.paperAbout', { number: receiptNo })}
                formats={['pdf']}
                load={() => call('cashReceiptFile', { receiptNo })}
              />
            ),
          },
        ]}
      />
    </Section>
  );
};
