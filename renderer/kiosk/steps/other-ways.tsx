import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';

/** For whoever has none of the usual papers, or stands here for somebody else. */
export const OtherWays = () => {
  const { say } = useWords();
  const send = useSend();
  return (
    <Page
      isList
      title={say('otherWays.title')}
      actions={
        <>
          <ul className="choices">
            <li>
              <ChoiceRow
                pictogram="family"
                title={say('otherWays.withRelative')}
                hint={say('otherWays.withRelativeHint')}
                isHintSpare
                onPress={() => send({ type: 'withRelative' })}
              />
            </li>
            <li>
              <ChoiceRow
                pictogram="person"
                title={say('otherWays.noDocument')}
                hint={say('otherWays.noDocumentHint')}
                isHintSpare
                onPress={() => send({ type: 'describe' })}
              />
            </li>
            <li>
              <ChoiceRow
                pictogram="passport"
                title={say('otherWays.passport')}
                hint={say('otherWays.passportHint')}
                isHintSpare
                onPress={() => send({ type: 'passport' })}
              />
            </li>
          </ul>
          <OutlineButton
            pictogram="counter"
            label={say('otherWays.askCounter')}
            onPress={() => send({ type: 'askCounter' })}
          />
        </>
      }
    >
      <div className="page-picture page-picture-beside">
        <Illustration scene="desk" />
      </div>
    </Page>
  );
};
