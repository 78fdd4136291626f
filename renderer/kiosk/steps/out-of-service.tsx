import type { Place } from '../../../core/contract/kiosk.ts';
import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';
import '../frame/ticket-card.css';
import './out-of-service.css';

const WhereToGo = ({ place }: { readonly place: Place }) => {
  const { local, room } = useWords();
  return (
    <section className="where">
      <p className="where-name">{`${room(place)} · ${local(place.floor)}`}</p>
      <p className="ticket-way">
        <Pictogram name="walk" />
        <span>{local(place.directions)}</span>
      </p>
    </section>
  );
};

/** Even a resting machine leaves nobody without a way on. */
export const OutOfService = ({ view: { place } }: StepProps<'out-of-service'>) => {
  const { say } = useWords();
  const send = useSend();
  const canGoBack = useSnapshot(snapshot => snapshot.canGoBack);
  return (
    <Page
      title={say('outOfService.title')}
      lead={say(place === undefined ? 'outOfService.leadNoPlace' : 'outOfService.lead')}
      actions={
        canGoBack ? (
          <PrimaryButton
            label={say('outOfService.home')}
            onPress={() => send({ type: 'finish' })}
          />
        ) : undefined
      }
    >
      <div className="page-picture">
        <Illustration scene="desk" />
      </div>
      {place !== undefined && <WhereToGo place={place} />}
    </Page>
  );
};
