import { Button } from 'react-aria-components/Button';

interface PanelButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  /** Said to screen readers as well: which of several it is. */
  readonly about?: string | undefined;
  readonly isOn?: boolean | undefined;
}

export const PanelButton = ({ label, onPress, about, isOn }: PanelButtonProps) => (
  <Button
    className="desktop-button panel-button"
    onPress={onPress}
    {...(about === undefined ? {} : { 'aria-label': `${label}: ${about}` })}
    {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
  >
    {label}
  </Button>
);
