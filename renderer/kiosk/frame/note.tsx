import type { ReactNode } from 'react';
import type { FaultCode } from '../../../core/contract/errors.ts';
import { Pictogram, type PictogramName } from '../../ui/pictograms/pictogram.tsx';
import { useWords } from '../screen-context.ts';

interface NoteProps {
  readonly tone: 'ok' | 'attention' | 'plain';
  readonly pictogram: PictogramName;
  /** Large print leaves it out: good to know, and nothing depends on it. */
  readonly isSpare?: boolean;
  readonly children: ReactNode;
}

/** Something to read before going on: colour, picture and words together. */
export const Note = ({ tone, pictogram, isSpare = false, children }: NoteProps) => (
  <p className={`note note-${tone}${isSpare ? ' spare' : ''}`}>
    <Pictogram name={pictogram} />
    <span>{children}</span>
  </p>
);

/** What went wrong in words by its code, and the way on. Read out when it appears. */
export const FaultNotice = ({ code }: { readonly code: FaultCode | undefined }) => {
  const { say } = useWords();
  return (
    <div className="news" role="status">
      {code !== undefined && (
        <Note tone="attention" pictogram="attention">
          <span className="note-title">{say(`faults.${code}.what`)}</span>
          {say(`faults.${code}.next`)}
        </Note>
      )}
    </div>
  );
};
