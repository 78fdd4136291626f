import type { TicketView } from '../../../core/contract/kiosk.ts';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { useWords } from '../screen-context.ts';
import { Note } from './note.tsx';

const words = ({ print, reprinted }: TicketView): KioskKey =>
  print === 'printed' && reprinted ? 'ticket.reprinted' : `ticket.${print}`;

interface PrintNoteProps {
  readonly ticket: TicketView;
  /** The page says already what to do with the slip. */
  readonly isSaidAlready?: boolean;
}

/** Where the paper is, or what to do without it. Read out whenever it changes. */
export const PrintNote = ({ ticket, isSaidAlready = false }: PrintNoteProps) => {
  const { say } = useWords();
  const isFine = ticket.print === 'printing' || ticket.print === 'printed';
  return (
    <div role="status">
      <Note
        tone={isFine ? 'plain' : 'attention'}
        pictogram={isFine ? 'printer' : 'attention'}
        isSpare={isFine && isSaidAlready}
      >
        {say(words(ticket))}
      </Note>
    </div>
  );
};
