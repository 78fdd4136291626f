import type { DeskDay, DeskDifferences } from '../../core/contract/desk-day.ts';
import { type Cell, type ReportTable } from '../../core/reports/safe-cell.ts';
import { dayText, momentText } from './report-moments.ts';
import { methodWord, word } from './report-words.ts';

type Row = readonly Cell[];

const COLUMNS = ['part', 'item', 'opening', 'debits', 'credits', 'closing', 'note'] as const;

const amountRow = (part: string, item: string, amount: number, note: Cell = null): Row => [
  part,
  item,
  null,
  null,
  null,
  amount,
  note,
];

const accountWord = (account: string, name: string): string => {
  const [kind = account] = account.split(':');
  return word(`day.accounts.${kind}`, { name: kind === 'clearing' ? methodWord(name) : name });
};

const accountRow = ({
  account,
  name,
  opening,
  debits,
  credits,
  closing,
}: DeskDay['accounts'][number]): Row => [
  word('day.account'),
  accountWord(account, name),
  opening,
  debits,
  credits,
  closing,
  null,
];

/** The sum of a kind, then its differences, and how many more there are than it lists. */
const groupRows = ({ kind, number, amount, rows }: DeskDifferences): readonly Row[] => {
  const part = word('day.difference');
  const left = number - rows.length;
  return [
    amountRow(part, `${word(`day.kinds.${kind}`)} (${number})`, amount),
    ...rows.map(({ about, at, subject, amount: own, explanation }) =>
      amountRow(
        part,
        [at === null ? '' : momentText(at), about === '' ? subject : about].join(' ').trim(),
        own,
        explanation && `${explanation.reason} – ${explanation.by}`,
      ),
    ),
    ...(left > 0 ? [[part, word('day.more', { number: left }), null, null, null, null, null]] : []),
  ];
};

const stateOf = ({ signature, lockedWith }: DeskDay): string => {
  if (signature !== null) {
    const { closeNo, by, at } = signature;
    return word('day.signed', { number: closeNo, by, at: momentText(at) });
  }
  return lockedWith === null
    ? word('day.unsigned')
    : word('day.wentWith', { day: dayText(lockedWith) });
};

/** The three sides of a day, its accounts and its differences. */
export const dayTable = (books: DeskDay, hospital: string): ReportTable => {
  const { day, sides, accounts, differences, signature } = books;
  const state = stateOf(books);
  const first: readonly Row[] = [
    ...Object.entries(sides).map(([side, amount]) =>
      amountRow(word('day.side'), word(`day.sides.${side}`), amount),
    ),
    ...accounts.map(accountRow),
  ];
  const groups = differences.map(groupRows);
  const sums = groups.map(
    (_, at) => first.length + groups.slice(0, at).reduce((all, rows) => all + rows.length, 0),
  );
  const end: Row = [
    word('day.signature'),
    state,
    null,
    null,
    null,
    null,
    signature && word('day.seal', { hash: signature.hash }),
  ];
  return {
    title: word('day.title', { day: dayText(day) }),
    columns: COLUMNS.map(name => word(`day.${name}`)),
    rows: [...first, ...groups.flat(), end],
    paper: {
      hospital,
      lead: word('day.lead', { state }),
      strong: sums,
      signers: [word('signers.maker'), word('signers.supervisor')],
    },
  };
};
