import { Button } from 'react-aria-components/Button';
import type { ClinicChoice } from '../../../core/contract/kiosk.ts';
import { OutlineButton } from '../../ui/controls/buttons.tsx';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import type { Words } from '../../ui/words/kiosk-words.ts';
import { FaultNotice } from '../frame/note.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { Pager } from '../frame/pager.tsx';
import { usePagesThatFit } from '../frame/pages-that-fit.ts';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';
import './clinic.css';

const MOST_CLINICS = 6;

const loadOf = ({ say }: Words, clinic: ClinicChoice): string | undefined => {
  if (clinic.state !== 'open') return say(`clinic.${clinic.state}`);
  if (clinic.waiting === undefined) return undefined;
  return clinic.waiting === 0
    ? say('clinic.noWait')
    : say('clinic.waiting', { count: clinic.waiting });
};

const ClinicTile = ({ clinic }: { readonly clinic: ClinicChoice }) => {
  const words = useWords();
  const { local, room, money } = words;
  const send = useSend();
  const load = loadOf(words, clinic);
  return (
    <Button
      className={`clinic clinic-${clinic.state}`}
      isDisabled={clinic.state === 'closed'}
      onPress={() => send({ type: 'chooseClinic', servicePointId: clinic.servicePointId })}
    >
      <span className="choice-picture">
        <Pictogram name={clinic.pictogram} />
      </span>
      <span className="choice-words">
        <span className="clinic-name">{local(clinic.name)}</span>
        <span className="choice-hint">{`${room(clinic)}, ${local(clinic.floor)}`}</span>
        <span className="choice-hint clinic-facts">
          {load !== undefined && <span className="clinic-load">{load}</span>}
          <span>{money(clinic.price)}</span>
        </span>
      </span>
    </Button>
  );
};

/** Which clinic: at most six a page, with where it is, how many wait, and what it costs. */
export const Clinic = ({ view }: StepProps<'clinic'>) => {
  const { say } = useWords();
  const send = useSend();
  const pages = usePagesThatFit(view.clinics, MOST_CLINICS);
  const isEmpty = view.clinics.length === 0;
  return (
    <Page
      isList={!isEmpty}
      title={say('clinic.title')}
      lead={
        isEmpty ? say('clinic.none') : view.notice === undefined ? say('clinic.lead') : undefined
      }
      actions={
        <>
          {!isEmpty && (
            <ul className="clinics" ref={pages.ref}>
              {pages.shown.map(clinic => (
                <li key={clinic.servicePointId}>
                  <ClinicTile clinic={clinic} />
                </li>
              ))}
            </ul>
          )}
          <Pager pages={pages} />
          <OutlineButton
            pictogram="counter"
            label={say('clinic.askCounter')}
            onPress={() => send({ type: 'askCounter' })}
          />
        </>
      }
    >
      <FaultNotice code={view.notice} />
      <div className={`page-picture${isEmpty ? '' : ' page-picture-beside'}`}>
        <Illustration scene="door" />
      </div>
    </Page>
  );
};
