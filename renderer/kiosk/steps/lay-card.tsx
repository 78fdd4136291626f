import { OutlineButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';

/** The key of the chip is known; the card was lifted to find it. */
export const LayCard = () => {
  const { say } = useWords();
  const send = useSend();
  return (
    <Page
      title={say('layCard.title')}
      lead={say('layCard.lead')}
      actions={
        <OutlineButton label={say('cardKey.skip')} onPress={() => send({ type: 'skipChip' })} />
      }
    >
      <div className="page-picture">
        <Illustration scene="cardOnReader" />
      </div>
    </Page>
  );
};
