import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useWords } from '../screen-context.ts';
import { PagerButton } from './pager.tsx';
import { useLayoutKey } from './pages-that-fit.ts';
import './page.css';

interface PageProps {
  /** The one question of the page. */
  readonly title: string;
  readonly lead?: string | undefined;
  /** Everything to touch; stands below the reach line, or right on a wide panel. */
  readonly actions?: ReactNode;
  /** Everything to read; stands above, or left. */
  readonly children?: ReactNode;
  /** A list to choose from starts at the reach line, close to its question. */
  readonly isList?: boolean;
  /** Which part of a page of several this is: a new part is read from its question. */
  readonly part?: string;
  /** Much to read: in large print the question steps back a little, it is large already. */
  readonly isDense?: boolean;
}

/** A page of the visit: one question, what to know, what to touch. */
export const Page = ({
  title,
  lead,
  actions,
  children,
  isList = false,
  isDense = false,
  part,
}: PageProps) => {
  const info = useRef<HTMLDivElement>(null);
  const question = useRef<HTMLHeadingElement>(null);
  useEffect(() => question.current?.focus({ preventScroll: true }), [part]);
  const overflows = useOverflow(info);
  return (
    <>
      <div className={`page-info${overflows ? ' page-info-scrolls' : ''}`} ref={info}>
        <h1 ref={question} tabIndex={-1} className={isDense ? 'dense' : undefined}>
          {title}
        </h1>
        {lead !== undefined && <p className="page-lead">{lead}</p>}
        {children}
      </div>
      {(overflows || actions !== undefined) && (
        <div className={`page-actions${isList ? ' page-actions-list' : ''}`}>
          {overflows && <ScrollButtons box={info} />}
          {actions}
        </div>
      )}
    </>
  );
};

/**
 * True where what there is to read is taller than its place: the last resort after paging, for
 * data longer than anybody foresaw. Measured after lists have settled on how much they show.
 */
const useOverflow = (box: React.RefObject<HTMLElement | null>): boolean => {
  const key = useLayoutKey();
  const [overflowing, setOverflowing] = useState<string | null>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const element = box.current;
      if (element !== null && element.scrollHeight > element.clientHeight + 1) setOverflowing(key);
    });
    return () => cancelAnimationFrame(frame);
  });
  return overflowing === key;
};

const ScrollButtons = ({ box }: { readonly box: React.RefObject<HTMLElement | null> }) => {
  const { say } = useWords();
  const scroll = (pages: number) => {
    const element = box.current;
    element?.scrollBy({ top: pages * element.clientHeight * 0.7 });
  };
  return (
    <div className="pager pager-scroll">
      <PagerButton pictogram="up" label={say('pager.up')} onPress={() => scroll(-1)} />
      <PagerButton pictogram="down" label={say('pager.down')} onPress={() => scroll(1)} />
    </div>
  );
};
