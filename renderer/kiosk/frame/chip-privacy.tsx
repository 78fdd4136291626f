import { useWords } from '../screen-context.ts';
import { Note } from './note.tsx';

/** What of a chip is used, and what for: to be read before and while it is done. */
export const ChipPrivacy = ({ portrait }: { readonly portrait: boolean }) => {
  const { say } = useWords();
  return (
    <Note tone="plain" pictogram="shield">
      {say(portrait ? 'reading.privacyPortrait' : 'reading.privacy')}
    </Note>
  );
};
