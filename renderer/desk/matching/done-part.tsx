import { useEffect, useState } from 'react';
import type { Input, Output } from '../../../core/contract/contract.ts';
import type { DeskContract } from '../../../core/contract/desk.ts';
import { MATCH_RULE_NAMES } from '../../../core/reconciliation/match-rule.ts';
import { REFUND_RULE_NAMES } from '../../../core/reconciliation/refund-matching.ts';
import { Chip, DeskButton } from '../controls.tsx';
import { useDesk, useLoaded, useUser } from '../desk-context.ts';
import { dayAndTime, faultWords, say } from '../desk-words.ts';
import { Loading } from '../page-frame.tsx';
import { Amount, Table } from '../table.tsx';
import { amountOf, bookOf, nameOfMatch } from './match-book.ts';
import { Item, MoneyCell, PurposeCell } from './match-cells.tsx';
import type { PartProps } from './part-props.ts';

const PAGE = 50;

type Match = Output<DeskContract, 'matches'>['matches'][number];
type Place = Input<DeskContract, 'matches'>['before'];

const RULES = [...MATCH_RULE_NAMES, ...REFUND_RULE_NAMES, 'by-hand'] as const;

const howOf = ({ rule, score }: Match): string => {
  const name = RULES.find(one => one === rule);
  const words = name === undefined ? rule : say(`matching.rules.${name}`);
  return score === undefined ? words : `${words} (${score})`;
};

const stateOf = ({ undoneAt, undoneBy = '' }: Match) =>
  undoneAt === undefined ? (
    <Chip tone="ok">{say('matching.done.holds')}</Chip>
  ) : (
    <Item
      head={<Chip tone="attention">{say('matching.done.undone')}</Chip>}
      words={say('matching.done.undoneBy', { who: undoneBy, at: dayAndTime(undoneAt) })}
    />
  );

/** What people have matched; a supervisor takes it back. */
export const DonePart = ({ onSaid, onFault }: PartProps) => {
  const call = useDesk(state => state.call);
  const isSupervisor = useUser()?.role === 'supervisor';
  const [before, setBefore] = useState<Place>();
  const { value, fault, reload } = useLoaded('matches', {
    limit: PAGE,
    ...(before === undefined ? {} : { before }),
  });
  useEffect(() => onFault(fault), [fault, onFault]);
  if (value === undefined) return <Loading fault={fault} reload={reload} />;

  const book = bookOf(value.subjects);
  const undo = async ({ matchId }: Match): Promise<void> => {
    const answer = await call('undoMatch', { matchId });
    if (answer.ok) onSaid({ words: say('matching.done.undoneNow'), tone: 'ok' });
    else {
      const isMoved = answer.error.code === 'not-possible-now';
      const words = isMoved ? say('matching.failed.undo') : faultWords(answer.error.code);
      onSaid({ words, tone: 'attention' });
    }
    await reload();
  };
  const action = (match: Match) => {
    if (match.undoneAt !== undefined) return null;
    if (!isSupervisor) return <span>{say('matching.done.needsSupervisor')}</span>;
    return (
      <DeskButton
        label={say('matching.done.undo')}
        about={say('matching.done.undoAbout', { what: nameOfMatch(match.parts, book) })}
        onPress={() => void undo(match)}
      />
    );
  };
  const last = value.matches.at(-1);
  return (
    <>
      <div className="desk-title">
        <p className="desk-lead">{say('matching.done.lead')}</p>
        <span className="desk-actions">
          <DeskButton label={say('matching.done.newest')} onPress={() => setBefore(undefined)} />
          <DeskButton
            label={say('matching.done.older')}
            isDisabled={value.matches.length < PAGE}
            onPress={() =>
              setBefore(last && { acceptedAt: last.acceptedAt, matchId: last.matchId })
            }
          />
        </span>
      </div>
      <Table
        caption={say('matching.done.caption')}
        rows={value.matches}
        keyOf={({ matchId }) => matchId}
        empty={say('matching.done.empty')}
        columns={[
          {
            head: say('money.columns.at'),
            cell: ({ acceptedAt, acceptedBy }) => (
              <Item head={dayAndTime(acceptedAt)} words={acceptedBy} />
            ),
          },
          {
            head: say('matching.columns.what'),
            cell: ({ parts }) => <MoneyCell parts={parts} book={book} />,
            isLong: true,
          },
          {
            head: say('matching.columns.purpose'),
            cell: ({ parts }) => <PurposeCell parts={parts} book={book} />,
          },
          {
            head: say('matching.columns.amount'),
            cell: ({ parts }) => <Amount of={amountOf(parts)} />,
            isMoney: true,
          },
          { head: say('matching.columns.how'), cell: howOf, isLong: true },
          { head: say('matching.columns.state'), cell: stateOf },
          { head: say('matching.columns.action'), cell: action },
        ]}
      />
    </>
  );
};
