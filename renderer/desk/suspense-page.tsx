import { Facts } from './controls.tsx';
import { useLoaded } from './desk-context.ts';
import { digits, say } from './desk-words.ts';
import { Loading, PageFrame } from './page-frame.tsx';
import { PaymentsTable } from './payments-table.tsx';

const MOST = 200;

const ageName = (upToDays: number | null): string => {
  const names = { 1: '1', 7: '7', 30: '30' } as const;
  const name = upToDays === null ? undefined : names[upToDays as keyof typeof names];
  return say(`money.suspense.ages.${name ?? 'more'}`);
};

const group = (number: number, amount: number): string =>
  say('money.suspense.group', { count: digits(number), amount: digits(amount) });

/** Money that belongs to no bill, the oldest first, with what can be done about it. */
export const SuspensePage = () => {
  const { value, fault, reload } = useLoaded('suspense', { limit: MOST });
  return (
    <PageFrame title={say('pages.suspense')} fault={fault}>
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          <Facts
            facts={[
              [say('money.suspense.total'), group(value.number, value.total)],
              ...value.ages.map(
                ({ upToDays, number, amount }) =>
                  [ageName(upToDays), group(number, amount)] as const,
              ),
            ]}
          />
          <PaymentsTable
            caption={say('money.suspense.caption')}
            payments={value.payments}
            empty={say('money.suspense.empty')}
            without={['provider', 'reference']}
            more={[
              {
                head: say('money.columns.age'),
                cell: ({ ageDays }) =>
                  ageDays === 0
                    ? say('money.suspense.today')
                    : say('money.suspense.days', { count: ageDays }),
              },
              {
                head: say('money.columns.what'),
                cell: ({ review }) =>
                  review === null ? say('none') : say(`money.advice.${review}`),
                isLong: true,
              },
            ]}
          />
        </>
      )}
    </PageFrame>
  );
};
