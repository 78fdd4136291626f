import type { ReactNode } from 'react';
import { Note } from '../kiosk/frame/note.tsx';
import { type StaffKey, useStaffWords } from './staff-words.ts';

interface ChangeNewsProps {
  /** What became of a change; anything else says nothing. */
  readonly result: string;
  /** What to say once it is done. */
  readonly done: StaffKey;
  /** News that are there before anything was changed. */
  readonly children?: ReactNode;
}

/** Says whether a change was made. */
export const ChangeNews = ({ result, done, children }: ChangeNewsProps) => {
  const say = useStaffWords();
  return (
    <div className="news" role="status">
      {children}
      {result === 'changed' && (
        <Note tone="ok" pictogram="check">
          {say(done)}
        </Note>
      )}
      {result === 'refused' && (
        <Note tone="attention" pictogram="attention">
          {say('device.refused')}
        </Note>
      )}
    </div>
  );
};
