import { Button } from 'react-aria-components/Button';
import { steady } from '../../ui/controls/steady.tsx';
import { Pictogram, type PictogramName } from '../../ui/pictograms/pictogram.tsx';
import { useWords } from '../screen-context.ts';
import type { FittingPages } from './pages-that-fit.ts';

interface PagerButtonProps {
  readonly pictogram: PictogramName;
  readonly label: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
}

export const PagerButton = steady<PagerButtonProps>(
  ({ pictogram, label, onPress, isDisabled = false }) => (
    <Button className="pager-button" onPress={onPress} isDisabled={isDisabled}>
      <Pictogram name={pictogram} />
      <span>{label}</span>
    </Button>
  ),
);

/** Turns the pages of a list; not there where everything fits on one. */
export const Pager = ({ pages }: { readonly pages: FittingPages<unknown> }) => {
  const { say } = useWords();
  if (pages.count < 2) return null;
  const { position, count } = pages;
  return (
    <nav className="pager" aria-label={say('pager.label')}>
      <PagerButton
        pictogram="back"
        label={say('pager.previous')}
        onPress={pages.previous}
        isDisabled={position === 0}
      />
      <span className="pager-position" role="status">
        {say('pager.position', { page: position + 1, pages: count })}
      </span>
      <PagerButton
        pictogram="forward"
        label={say('pager.next')}
        onPress={pages.next}
        isDisabled={position === count - 1}
      />
    </nav>
  );
};
