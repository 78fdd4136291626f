import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';

/** Which paper somebody holds: a referral from elsewhere, or the slip of the last visit here. */
export const Slip = () => {
  const { say } = useWords();
  const send = useSend();
  return (
    <Page
      title={say('slip.title')}
      actions={
        <>
          <ChoiceRow
            pictogram="hospital"
            title={say('slip.kinds.referral')}
            hint={say('slip.hints.referral')}
            onPress={() => send({ type: 'chooseSlip', kind: 'referral' })}
          />
          <ChoiceRow
            pictogram="repeat"
            title={say('slip.kinds.re-examination')}
            hint={say('slip.hints.re-examination')}
            onPress={() => send({ type: 'chooseSlip', kind: 're-examination' })}
          />
          <OutlineButton label={say('slip.none')} onPress={() => send({ type: 'back' })} />
        </>
      }
    >
      <div className="page-picture">
        <Illustration scene="slip" />
      </div>
    </Page>
  );
};
