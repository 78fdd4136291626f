import { dayBooksVi } from '../../../core/words/day-books.vi.ts';
import type { DeskDay } from '../../../core/contract/desk-day.ts';
import { Facts, Section } from '../controls.tsx';
import { dong, providerName, say } from '../desk-words.ts';
import { Amount, Table } from '../table.tsx';

type Account = DeskDay['accounts'][number];
type AccountKind = keyof typeof dayBooksVi.accounts;

const isKind = (name: string): name is AccountKind => Object.hasOwn(dayBooksVi.accounts, name);

const accountName = ({ account, name }: Account): string => {
  const kind = account.split(':')[0] ?? account;
  if (!isKind(kind)) return account;
  return say(`day.accounts.${kind}`, { name: kind === 'clearing' ? providerName(name) : name });
};

/** Bills, money and the HIS side by side. */
export const ThreeSides = ({ sides }: Pick<DeskDay, 'sides'>) => {
  const side = (name: keyof DeskDay['sides']) =>
    [say(`day.sides.${name}`), dong(sides[name])] as const;
  const groups = [
    ['bills', [side('bills')]],
    ['money', [side('bankIn'), side('bankOut'), side('cash')]],
    ['his', [side('hisHas'), side('hisLacks')]],
  ] as const;
  return (
    <Section title={say('day.three.title')}>
      <div className="desk-three">
        {groups.map(([name, facts]) => (
          <section key={name}>
            <h3>{say(`day.three.${name}`)}</h3>
            <Facts facts={facts} />
          </section>
        ))}
      </div>
    </Section>
  );
};

const AccountsTable = ({
  caption,
  accounts,
  empty,
}: {
  readonly caption: string;
  readonly accounts: readonly Account[];
  readonly empty: string;
}) => (
  <Table
    caption={caption}
    rows={accounts}
    keyOf={({ account }) => account}
    empty={empty}
    columns={[
      { head: say('day.books.account'), cell: accountName, isLong: true },
      ...(['opening', 'debits', 'credits', 'closing'] as const).map(name => ({
        head: say(`day.books.${name}`),
        cell: (row: Account) => <Amount of={row[name]} />,
        isMoney: true,
      })),
    ]}
  />
);

const isBank = ({ account }: Account): boolean => account.startsWith('bank:');

/** Opening and movements make the closing, for each account of a bank. */
export const BankBooks = ({ accounts }: Pick<DeskDay, 'accounts'>) => (
  <Section title={say('day.books.banks')}>
    <AccountsTable
      caption={say('day.books.banks')}
      accounts={accounts.filter(isBank)}
      empty={say('day.books.noBanks')}
    />
  </Section>
);

/** The same for what is no bank's. */
export const OtherBooks = ({ accounts }: Pick<DeskDay, 'accounts'>) => (
  <Section title={say('day.books.others')}>
    <AccountsTable
      caption={say('day.books.others')}
      accounts={accounts.filter(one => !isBank(one))}
      empty={say('day.list.empty')}
    />
  </Section>
);
