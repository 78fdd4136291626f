import { type ReactNode, useEffect, useRef } from 'react';
import type { Output } from '../../core/contract/contract.ts';
import type { DeskContract } from '../../core/contract/desk.ts';
import { Facts, News } from './controls.tsx';
import { digits, say } from './desk-words.ts';
import { Table } from './table.tsx';

type Report = Extract<Output<DeskContract, 'statementProgress'>, { state: 'done' }>['report'];

const balanceWords = ({ unexplained }: Report): string => {
  if (unexplained === null) return say('statements.result.unknown');
  return unexplained === 0
    ? say('statements.result.explained')
    : say('statements.result.unexplained', { amount: digits(unexplained) });
};

/** What a file brought, or would bring: every line in one of the figures, every refused one with why. */
export const StatementReport = ({
  report,
  isTrial,
  children,
}: {
  readonly report: Report;
  readonly isTrial: boolean;
  /** What to do next. */
  readonly children: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [isTrial]);
  const { account, lines, fresh, announced, settled, waiting, outgoing, refused } = report;
  return (
    <section className="desk-section">
      <h2 ref={heading} tabIndex={-1}>
        {isTrial ? say('statements.result.preview') : say('statements.result.kept')}
      </h2>
      <News words={fresh === 0 ? say('statements.result.nothingNew') : undefined} tone="ok" />
      <Facts
        facts={[
          [say('statements.result.account'), account],
          [say('statements.result.lines'), digits(lines)],
          [say('statements.result.fresh'), digits(fresh)],
          [say('statements.result.announced'), digits(announced)],
          [say('statements.result.settled'), digits(settled)],
          [say('statements.result.waiting'), digits(waiting)],
          [say('statements.result.outgoing'), digits(outgoing)],
        ]}
      />
      <News
        words={balanceWords(report)}
        tone={(report.unexplained ?? 0) === 0 ? 'plain' : 'attention'}
      />
      <div className="desk-actions">{children}</div>
      <h3>{say('statements.refused.title', { count: digits(refused.length) })}</h3>
      <div className="desk-scroll">
        <Table
          caption={say('statements.refused.title', { count: digits(refused.length) })}
          rows={refused}
          keyOf={({ at }) => String(at)}
          empty={say('statements.refused.none')}
          columns={[
            { head: say('statements.refused.line'), cell: ({ at }) => digits(at), isMoney: true },
            {
              head: say('statements.refused.why'),
              cell: ({ why }) => say(`statements.refused.reasons.${why}`),
              isLong: true,
            },
          ]}
        />
      </div>
    </section>
  );
};
