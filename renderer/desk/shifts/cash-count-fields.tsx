import type { KeyboardEvent } from 'react';
import { type CashCount, DENOMINATIONS, sumOfCash } from '../../../core/cash/cash-count.ts';
import { digits, dong, say } from '../desk-words.ts';

/** What was typed beside each note, as it was typed. */
export type TypedCount = Readonly<Record<string, string>>;

const MOST = 100_000;

const piecesIn = (text = ''): number | undefined => {
  const plain = text.trim().replace(/\./g, '');
  if (plain === '') return 0;
  const pieces = /^\d{1,6}$/.test(plain) ? Number(plain) : undefined;
  return pieces !== undefined && pieces <= MOST ? pieces : undefined;
};

/** Undefined where something that was typed is no number of notes. */
export const countIn = (typed: TypedCount): CashCount | undefined => {
  const pieces = DENOMINATIONS.map(
    value => [String(value), piecesIn(typed[String(value)])] as const,
  );
  if (pieces.some(([, number]) => number === undefined)) return undefined;
  return Object.fromEntries(pieces.filter(([, number]) => number !== 0));
};

/** Enter and the arrows go from note to note; Enter behind the last one is the form's. */
const moveFocus = (event: KeyboardEvent<HTMLInputElement>): void => {
  const all = event.currentTarget.closest('fieldset')?.querySelectorAll<HTMLElement>('input');
  const fields = [...(all ?? [])];
  const at = fields.indexOf(event.currentTarget);
  const to = { ArrowDown: at + 1, Enter: at + 1, ArrowUp: at - 1 }[event.key];
  const next = to === undefined ? undefined : fields[to];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
};

/** Notes and how many of each, with the sum of what has been typed so far. */
export const CashCountFields = ({
  typed,
  onChange,
}: {
  readonly typed: TypedCount;
  readonly onChange: (typed: TypedCount) => void;
}) => {
  const known = Object.fromEntries(
    Object.entries(typed).map(([value, text]) => [value, piecesIn(text) ?? 0]),
  );
  const isWrong = countIn(typed) === undefined;
  return (
    <fieldset className="desk-count">
      <legend>{say('shifts.count.legend')}</legend>
      <div className="desk-notes">
        {DENOMINATIONS.map(value => {
          const text = typed[String(value)] ?? '';
          const pieces = piecesIn(text);
          return (
            <div key={value} className="desk-note">
              <label htmlFor={`note-${value}`}>
                <span className="heard-only">
                  {say('shifts.count.pieces', { value: digits(value) })}
                </span>
                <span aria-hidden="true">{digits(value)} ×</span>
              </label>
              <input
                id={`note-${value}`}
                value={text}
                inputMode="numeric"
                autoComplete="off"
                aria-invalid={pieces === undefined}
                onChange={event => onChange({ ...typed, [String(value)]: event.target.value })}
                onKeyDown={moveFocus}
              />
              <span className="desk-amount">{digits(value * (pieces ?? 0))}</span>
            </div>
          );
        })}
      </div>
      <p className="desk-sum">
        {say('shifts.count.sum')}: <output>{dong(sumOfCash(known))}</output>
      </p>
      <p className="desk-wrong" role="alert" hidden={!isWrong}>
        {say('shifts.count.wrong')}
      </p>
    </fieldset>
  );
};
