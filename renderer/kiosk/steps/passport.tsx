import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { FaultNotice } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';

/** The two lines of the photo page to the scanner; or typed. */
export const Passport = ({ view }: StepProps<'passport'>) => {
  const { say } = useWords();
  const send = useSend();
  const scans = useSnapshot(snapshot => snapshot.service.codeScanner === 'ready');
  return (
    <Page
      title={say(scans ? 'passport.title' : 'passport.titleNoScanner')}
      lead={scans && view.notice === undefined ? say('passport.lead') : undefined}
      actions={
        <>
          <ChoiceRow
            pictogram="keypad"
            title={say('passport.type')}
            hint={say('passport.typeHint')}
            isHintSpare
            onPress={() => send({ type: 'typePassport' })}
          />
          <OutlineButton
            pictogram="counter"
            label={say('passport.askCounter')}
            onPress={() => send({ type: 'askCounter' })}
          />
        </>
      }
    >
      <FaultNotice code={view.notice} />
      <div className="page-picture">
        <Illustration scene={scans ? 'passportAtScanner' : 'desk'} />
      </div>
    </Page>
  );
};
