import { Button } from 'react-aria-components/Button';
import { Pictogram } from '../pictograms/pictogram.tsx';
import { steady } from './steady.tsx';

interface SegmentProps {
  readonly label: string;
  readonly isChosen: boolean;
  readonly onPress: () => void;
}

/** One of two or three settings side by side; the chosen one also carries a tick. */
export const Segment = steady<SegmentProps>(({ label, isChosen, onPress }) => (
  <Button className="segment" onPress={onPress} aria-pressed={isChosen}>
    {isChosen && <Pictogram name="check" />}
    <span>{label}</span>
  </Button>
));
