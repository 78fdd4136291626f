import type { KeyboardEvent, ReactNode } from 'react';
import { digits, say } from './desk-words.ts';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Stands right, figure under figure. */
  readonly isMoney?: boolean;
  /** Takes the room that is left, and may be cut. */
  readonly isLong?: boolean;
}

/** Rows that can be chosen, one box each. */
export interface Ticks<Row> {
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (row: Row) => void;
  /** What the box is called. */
  readonly label: (row: Row) => string;
  /** Why this row cannot be chosen now, in words. */
  readonly barred?: (row: Row) => string | undefined;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Opens a row; the first cell is the button. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly openLabel?: ((row: Row) => string) | undefined;
  readonly isFresh?: ((row: Row) => boolean) | undefined;
  readonly ticks?: Ticks<Row> | undefined;
  /** In place of the rows where there are none. */
  readonly empty: string;
}

/** Up and down go from row to row, Home and End to the first and the last. */
const moveFocus = (event: KeyboardEvent<HTMLElement>, kind: '.desk-open' | '.desk-tick'): void => {
  const table = event.currentTarget.closest('tbody');
  const buttons = [...(table?.querySelectorAll<HTMLElement>(kind) ?? [])];
  const at = buttons.indexOf(event.currentTarget);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  buttons[Math.min(Math.max(to, 0), buttons.length - 1)]?.focus();
};

const Tick = <Row,>({
  row,
  rowKey,
  ticks: { ticked, onTick, label, barred },
}: {
  readonly row: Row;
  readonly rowKey: string;
  readonly ticks: Ticks<Row>;
}) => {
  const why = barred?.(row);
  return (
    <input
      type="checkbox"
      className="desk-tick"
      aria-label={why === undefined ? label(row) : `${label(row)}. ${why}`}
      title={why}
      checked={ticked.has(rowKey)}
      disabled={why !== undefined}
      onChange={() => onTick(row)}
      onKeyDown={event => moveFocus(event, '.desk-tick')}
    />
  );
};

export const Table = <Row,>(props: TableProps<Row>) => {
  const { caption, columns, rows, keyOf, onOpen, openLabel, isFresh, ticks, empty } = props;
  if (rows.length === 0) return <p className="desk-empty">{empty}</p>;
  return (
    <table className="desk-table">
      <caption className="heard-only">{caption}</caption>
      <thead>
        <tr>
          {ticks !== undefined && <th scope="col">{say('tick')}</th>}
          {columns.map(({ head, isMoney = false }) => (
            <th key={head} scope="col" data-money={isMoney}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={keyOf(row)} data-fresh={isFresh?.(row) === true}>
            {ticks !== undefined && (
              <td>
                <Tick row={row} rowKey={keyOf(row)} ticks={ticks} />
              </td>
            )}
            {columns.map(({ head, cell, isMoney = false, isLong = false }, at) => (
              <td key={head} data-money={isMoney} data-long={isLong}>
                {at === 0 && onOpen !== undefined ? (
                  <button
                    type="button"
                    className="desk-open"
                    aria-label={openLabel?.(row)}
                    onClick={() => onOpen(row)}
                    onKeyDown={event => moveFocus(event, '.desk-open')}
                  >
                    {cell(row)}
                  </button>
                ) : (
                  cell(row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** An amount; what is taken away has its sign. */
export const Amount = ({ of }: { readonly of: number }) => (
  <span className="desk-amount">{digits(of)}</span>
);
