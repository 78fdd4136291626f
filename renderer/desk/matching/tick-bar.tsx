import type { ReactNode } from 'react';
import { DeskButton } from '../controls.tsx';
import { digits, say } from '../desk-words.ts';
import { amountOf } from './match-book.ts';
import type { WantedMatch } from './use-accept.ts';

/** What is done with the rows that are ticked, over the table that they are in. */
export const TickBar = ({
  of,
  chosen,
  many,
  progress,
  onMany,
  onNone,
  onAccept,
  children,
}: {
  readonly of: 'proposals' | 'outgoing';
  readonly chosen: readonly WantedMatch[];
  /** Ticks many at once; disabled where there are none to tick. */
  readonly many: { readonly label: string; readonly isDisabled: boolean };
  readonly progress: string | undefined;
  readonly onMany: () => void;
  readonly onNone: () => void;
  readonly onAccept: () => void;
  readonly children?: ReactNode;
}) => (
  <div className="desk-actions" role="group" aria-label={say('matching.columns.action')}>
    <DeskButton
      label={
        chosen.length === 0
          ? say(`matching.${of}.noneTicked`)
          : say(`matching.${of}.acceptTicked`, {
              count: digits(chosen.length),
              amount: digits(amountOf(chosen.flatMap(({ parts }) => parts))),
            })
      }
      tone="main"
      isDisabled={chosen.length === 0 || progress !== undefined}
      onPress={onAccept}
    />
    <DeskButton label={many.label} isDisabled={many.isDisabled} onPress={onMany} />
    <DeskButton label={say('matching.untick')} isDisabled={chosen.length === 0} onPress={onNone} />
    {children}
    <span role="status">{progress}</span>
  </div>
);
