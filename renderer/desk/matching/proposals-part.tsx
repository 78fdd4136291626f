import { useEffect, useMemo, useRef, useState } from 'react';
import type { Output } from '../../../core/contract/contract.ts';
import type { DeskContract } from '../../../core/contract/desk.ts';
import { allocationKey } from '../../../core/reconciliation/proposals.ts';
import { DeskButton, Section } from '../controls.tsx';
import { useLoaded } from '../desk-context.ts';
import { digits, say } from '../desk-words.ts';
import { Loading } from '../page-frame.tsx';
import { bookOf } from './match-book.ts';
import type { PartProps } from './part-props.ts';
import { clashes, itemsOf, type Proposed, ProposalsTable } from './proposals-table.tsx';
import { TickBar } from './tick-bar.tsx';
import { useAccept } from './use-accept.ts';

const MOST = 500;
/** From here on nothing but a look is missing. */
const SURE = 85;

type Answer = Output<DeskContract, 'proposals'>;

const moneyIn = ({ matches }: Answer): readonly Proposed[] =>
  matches.map(({ rule, score, clues, allocations }) => ({
    key: allocationKey(allocations),
    rule,
    score,
    clues: clues.map(clue => say(`matching.clues.${clue}`)),
    parts: allocations,
  }));

const moneyOut = ({ refunds }: Answer): readonly Proposed[] =>
  refunds.map(({ rule, score, othersFitAsWell, lineId, refundId, amount }) => ({
    key: `${lineId}>${refundId}`,
    rule,
    score,
    clues: othersFitAsWell ? [say('matching.clues.others-fit-as-well')] : [],
    parts: [{ lineId, refundId, amount }],
  }));

/** After a row has gone, the keyboard is at the one that took its place. */
const useKeptPlace = (rows: readonly Proposed[]) => {
  const within = useRef<HTMLDivElement>(null);
  const place = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (place.current === undefined) return;
    const boxes = [...(within.current?.querySelectorAll<HTMLElement>('.desk-tick') ?? [])];
    const next = boxes[Math.min(place.current, boxes.length - 1)];
    place.current = undefined;
    (next ?? document.getElementById('page-title'))?.focus();
  }, [rows]);
  const keep = (key: string): void => {
    place.current = rows.findIndex(row => row.key === key);
  };
  return { within, keep };
};

/** Proposals in their order: taken one by one or several at once, or left for later. */
export const ProposalsPart = ({ onSaid, onFault }: PartProps) => {
  const { value, fault, reload } = useLoaded('proposals', { limit: MOST });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => onFault(fault), [fault, onFault]);
  const { progress, accept } = useAccept(said => {
    onSaid(said);
    setTicked(new Set());
    void reload();
  });
  const rows = useMemo(() => {
    if (value === undefined) return { came: [], went: [], all: [] };
    const [came, went] = [moneyIn(value), moneyOut(value)].map(some =>
      some.filter(({ key }) => !left.has(key)),
    );
    return { came: came ?? [], went: went ?? [], all: [...(came ?? []), ...(went ?? [])] };
  }, [value, left]);
  const { within, keep } = useKeptPlace(rows.all);
  if (value === undefined) return <Loading fault={fault} reload={reload} />;

  const book = bookOf(value.subjects);
  const chosen = rows.all.filter(({ key }) => ticked.has(key));
  const table = {
    all: rows.all,
    book,
    ticked,
    onTick: ({ key }: Proposed) => {
      const next = new Set(ticked);
      if (!next.delete(key)) next.add(key);
      setTicked(next);
    },
    onAccept: (row: Proposed) => {
      keep(row.key);
      void accept([row]);
    },
    onLeave: ({ key }: Proposed) => {
      keep(key);
      setLeft(new Set([...left, key]));
    },
  };
  const tickSure = (): void => {
    const sure = new Set<string>();
    const taken = new Map<string, string>();
    for (const row of rows.all) {
      if (row.score < SURE || clashes(row, taken)) continue;
      sure.add(row.key);
      for (const item of itemsOf(row)) taken.set(item, row.key);
    }
    setTicked(sure);
  };
  const beyond = value.number - value.matches.length - value.refunds.length;
  return (
    <div ref={within}>
      <p className="desk-lead">{say('matching.proposals.lead')}</p>
      <TickBar
        of="proposals"
        chosen={chosen}
        many={{
          label: say('matching.proposals.tickSure', { score: SURE }),
          isDisabled: !rows.all.some(({ score }) => score >= SURE),
        }}
        progress={progress}
        onMany={tickSure}
        onNone={() => setTicked(new Set())}
        onAccept={() => void accept(chosen)}
      >
        {left.size > 0 && (
          <span>
            {say('matching.proposals.left', { count: digits(left.size) })}{' '}
            <DeskButton
              label={say('matching.proposals.showLeft')}
              onPress={() => setLeft(new Set())}
            />
          </span>
        )}
      </TickBar>
      <Section title={say('matching.proposals.title', { count: digits(rows.came.length) })}>
        <ProposalsTable
          caption={say('matching.columns.payment')}
          rows={rows.came}
          isOut={false}
          {...table}
        />
      </Section>
      {rows.went.length > 0 && (
        <Section title={say('matching.proposals.refunds', { count: digits(rows.went.length) })}>
          <ProposalsTable
            caption={say('matching.columns.line')}
            rows={rows.went}
            isOut
            {...table}
          />
        </Section>
      )}
      {beyond > 0 && <p>{say('matching.proposals.more', { count: digits(beyond) })}</p>}
    </div>
  );
};
