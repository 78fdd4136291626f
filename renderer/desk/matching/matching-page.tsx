import { useState } from 'react';
import { News } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { MATCHING_PARTS, type MatchingPart } from '../desk-pages.ts';
import { say } from '../desk-words.ts';
import { PageFrame } from '../page-frame.tsx';
import type { Said } from '../said.ts';
import { DonePart } from './done-part.tsx';
import { HandPart } from './hand-part.tsx';
import { OutgoingPart } from './outgoing-part.tsx';
import type { PartProps } from './part-props.ts';
import { ProposalsPart } from './proposals-part.tsx';

const PARTS = {
  proposals: ProposalsPart,
  'by-hand': HandPart,
  outgoing: OutgoingPart,
  done: DonePart,
} as const satisfies Record<MatchingPart, (props: PartProps) => unknown>;

/** What came or went and waits: proposals to accept, matching by hand, and taking back. */
export const MatchingPage = ({
  part: open = 'proposals',
}: {
  readonly part: MatchingPart | undefined;
}) => {
  const turnTo = useDesk(state => state.open);
  const [news, setNews] = useState<Said>();
  const [fault, setFault] = useState<string>();
  const Part = PARTS[open];
  return (
    <PageFrame title={say('pages.matching')} fault={fault}>
      <nav className="desk-parts" aria-label={say('matching.nav')}>
        {MATCHING_PARTS.map(part => (
          <a
            key={part}
            href="#matching"
            aria-current={part === open ? 'page' : undefined}
            onClick={event => {
              event.preventDefault();
              turnTo({ page: 'matching', part });
            }}
          >
            {say(`matching.parts.${part}`)}
          </a>
        ))}
      </nav>
      <News words={news?.words} tone={news?.tone} />
      <Part onSaid={setNews} onFault={setFault} />
    </PageFrame>
  );
};
