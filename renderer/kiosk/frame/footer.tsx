import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Language } from '../../../core/contract/primitives.ts';
import { steady } from '../../ui/controls/steady.tsx';
import { Pictogram, type PictogramName } from '../../ui/pictograms/pictogram.tsx';
import { useScreen, useScreenState, useSend, useSnapshot, useWords } from '../screen-context.ts';
import './footer.css';

const OTHER: Readonly<Record<Language, Language>> = { vi: 'en', en: 'vi' };

interface FooterButtonProps {
  readonly className: string;
  readonly pictogram: PictogramName;
  readonly label: string;
  readonly lang?: Language;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

const FooterButton = steady<FooterButtonProps>(
  ({ className, pictogram, label, lang, isDisabled = false, onPress }) => (
    <Button className={`footer-button ${className}`} onPress={onPress} isDisabled={isDisabled}>
      <Pictogram name={pictogram} />
      <span lang={lang}>{label}</span>
    </Button>
  ),
);

/** Back leaves first what lies over the page, then a part of the page, then the page. */
const useBack = (): (() => void) | null => {
  const send = useSend();
  const { openDisplaySheet } = useScreen();
  const sheet = useScreenState(state => state.displaySheet);
  const ownBack = useScreenState(state => state.ownBack);
  const staffCall = useSnapshot(snapshot => snapshot.staffCall);
  const canGoBack = useSnapshot(snapshot => snapshot.canGoBack);
  if (sheet) return () => openDisplaySheet(false);
  if (staffCall !== 'none') return () => send({ type: 'closeStaffCall' });
  if (ownBack !== null) return ownBack;
  return canGoBack ? () => send({ type: 'back' }) : null;
};

/** Back, call staff, text size, language: on every page, in this order. */
export const Footer = memo(() => {
  const { say } = useWords();
  const send = useSend();
  const { openDisplaySheet } = useScreen();
  const back = useBack();
  const language = useSnapshot(snapshot => snapshot.language);
  return (
    <footer className="footer">
      <FooterButton
        className="footer-back"
        pictogram="back"
        label={say('footer.back')}
        isDisabled={back === null}
        onPress={() => back?.()}
      />
      <FooterButton
        className="footer-staff"
        pictogram="person"
        label={say('footer.callStaff')}
        onPress={() => send({ type: 'callStaff' })}
      />
      <FooterButton
        className="footer-size"
        pictogram="textSize"
        label={say('footer.textSize')}
        onPress={() => openDisplaySheet(true)}
      />
      <FooterButton
        className="footer-language"
        pictogram="globe"
        label={say('footer.otherLanguage')}
        lang={OTHER[language]}
        onPress={() => send({ type: 'setLanguage', language: OTHER[language] })}
      />
    </footer>
  );
});
