import type { TicketView } from '../../../core/contract/kiosk.ts';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { useWords } from '../screen-context.ts';
import { Note } from './note.tsx';
import { usePrinterThere } from './reprint-button.tsx';

const words = ({ print, reprinted }: TicketView, isPrinterThere: boolean): KioskKey => {
  if (print === 'printed' && reprinted) return 'ticket.reprinted';
  // Nobody is told to print again where nothing can.
  return print === 'uncertain' && !isPrinterThere ? 'ticket.failed' : `ticket.${print}`;
};

interface PrintNoteProps {
  readonly ticket: TicketView;
  /** The page says already what to do with the slip. */
  readonly isSaidAlready?: boolean;
}

/** Where the paper is, or what to do without it. Read out whenever it changes. */
export const PrintNote = ({ ticket, isSaidAlready = false }: PrintNoteProps) => {
  const { say } = useWords();
  const isPrinterThere = usePrinterThere();
  const isFine = ticket.print === 'printing' || ticket.print === 'printed';
  return (
    <div role="status">
      <Note
        tone={isFine ? 'plain' : 'attention'}
        pictogram={isFine ? 'printer' : 'attention'}
        isSpare={isFine && isSaidAlready}
      >
        {say(words(ticket, isPrinterThere))}
      </Note>
    </div>
  );
};
