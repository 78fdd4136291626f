import type { Snapshot } from '../../../core/contract/kiosk.ts';
import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import type { PictogramName } from '../../ui/pictograms/pictogram.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import { Overlay } from './overlay.tsx';

type Call = Exclude<Snapshot['staffCall'], 'none'>;

const TITLES: Readonly<Record<Call, { title: KioskKey; pictogram: PictogramName }>> = {
  calling: { title: 'staff.callingTitle', pictogram: 'clock' },
  called: { title: 'staff.calledTitle', pictogram: 'check' },
  unreachable: { title: 'staff.unreachableTitle', pictogram: 'networkAway' },
};

const useBody = (call: Call): string => {
  const { say, local } = useWords();
  const counter = useSnapshot(snapshot => snapshot.counter);
  if (call === 'calling') return say('staff.callingBody');
  if (call === 'called') return say('staff.calledBody');
  return counter === undefined
    ? say('staff.unreachableNoPlace')
    : say('staff.unreachableBody', {
        place: local(counter.name),
        floor: local(counter.floor),
        way: local(counter.directions),
      });
};

/** Somebody asked for help: what happens now, and a way on where nobody can be called. */
export const StaffCall = ({ call }: { readonly call: Call }) => {
  const { say } = useWords();
  const send = useSend();
  const { title, pictogram } = TITLES[call];
  const body = useBody(call);
  return (
    <Overlay
      key={call}
      role="dialog"
      title={say(title)}
      pictogram={pictogram}
      actions={
        <PrimaryButton
          label={say('staff.close')}
          onPress={() => send({ type: 'closeStaffCall' })}
        />
      }
    >
      <p role="status">{body}</p>
    </Overlay>
  );
};
