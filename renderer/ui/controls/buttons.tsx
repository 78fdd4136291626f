import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Pictogram, type PictogramName } from '../pictograms/pictogram.tsx';
import { steady } from './steady.tsx';
import './buttons.css';

interface ButtonProps {
  readonly label: string;
  readonly pictogram?: PictogramName | undefined;
  readonly onPress: () => void;
  readonly isDisabled?: boolean | undefined;
}

/** The one thing to do on a page: full width, at the bottom. */
export const PrimaryButton = steady<ButtonProps>(
  ({ label, pictogram, onPress, isDisabled = false }) => (
    <Button className="primary-button" onPress={onPress} isDisabled={isDisabled}>
      {pictogram && <Pictogram name={pictogram} />}
      <span>{label}</span>
    </Button>
  ),
);

/** The way out, directly under the primary action. */
export const OutlineButton = steady<ButtonProps>(
  ({ label, pictogram, onPress, isDisabled = false }) => (
    <Button className="outline-button" onPress={onPress} isDisabled={isDisabled}>
      {pictogram && <Pictogram name={pictogram} />}
      <span>{label}</span>
    </Button>
  ),
);

interface ChoiceProps {
  readonly pictogram: PictogramName;
  readonly title: string;
  readonly hint?: string | undefined;
  /** Left out where large print has little room: on a wide panel, or within low reach. */
  readonly isHintSpare?: boolean | undefined;
  /** Further short facts under the hint. */
  readonly facts?: ReactNode;
  readonly onPress: () => void;
  readonly isDisabled?: boolean | undefined;
  /** `chosen` is also said in words by `aria-pressed`; `attention` is for emergencies. */
  readonly tone?: 'plain' | 'chosen' | 'attention' | undefined;
  /** One plain line, where the row stands beside the main action. */
  readonly isCompact?: boolean | undefined;
  /** Set where the row switches something on this page instead of leading on. */
  readonly isPressed?: boolean | undefined;
}

/** One answer to the question of the page: picture, words, and an arrow where it leads on. */
export const ChoiceRow = steady<ChoiceProps>(
  ({
    pictogram,
    title,
    hint,
    isHintSpare = false,
    facts,
    onPress,
    isDisabled = false,
    tone = 'plain',
    isCompact = false,
    isPressed,
  }) => (
    <Button
      className={`choice choice-${tone}${isCompact ? ' choice-compact' : ''}`}
      onPress={onPress}
      isDisabled={isDisabled}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
    >
      <span className="choice-picture">
        <Pictogram name={pictogram} />
      </span>
      <span className="choice-words">
        <span className="choice-title">{title}</span>
        {hint !== undefined && (
          <span className={`choice-hint${isHintSpare ? ' spare-tight' : ''}`}>{hint}</span>
        )}
        {facts}
      </span>
      <span className="choice-end">
        {isPressed === undefined
          ? !isDisabled && <Pictogram name="forward" />
          : isPressed && <Pictogram name="check" />}
      </span>
    </Button>
  ),
);
