import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';

/** Nothing of the person is left; what lies on the machine is not forgotten either. */
export const Farewell = () => {
  const { say } = useWords();
  const send = useSend();
  const cardPresent = useSnapshot(snapshot => snapshot.cardPresent);
  return (
    <Page
      title={say('farewell.title')}
      lead={say('farewell.lead')}
      actions={
        <PrimaryButton label={say('farewell.next')} onPress={() => send({ type: 'begin' })} />
      }
    >
      <Note tone={cardPresent ? 'attention' : 'plain'} pictogram="card">
        {say(cardPresent ? 'farewell.takeCard' : 'farewell.takeSlip')}
      </Note>
      <div className="page-picture">
        <Illustration scene="takeAlong" />
      </div>
      <Note tone="ok" pictogram="check">
        {say('farewell.wiped')}
      </Note>
    </Page>
  );
};
