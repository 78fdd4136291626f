import type { Snapshot } from '../../core/contract/kiosk.ts';
import type { SoundName } from '../../core/contract/sound.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';

/** What of a snapshot can be heard. */
type Heard = Pick<Snapshot, 'step' | 'stepKey' | 'cardPresent' | 'language'>;

/** What a new page sounds like; undefined where there is nothing to hear. */
export const soundOf = ({
  step,
  cardPresent,
}: Pick<Heard, 'step' | 'cardPresent'>): SoundName | undefined => {
  if ('notice' in step && step.notice !== undefined) return 'failure';
  switch (step.name) {
    case 'confirm':
      return 'success';
    case 'ticket':
      return step.ticket.print === 'failed' ? 'attention' : 'take-ticket';
    case 'counter':
      return 'attention';
    case 'payment-result':
      return step.outcome === 'paid' ? 'paid' : 'attention';
    case 'farewell':
      return cardPresent ? 'take-card' : undefined;
    default:
      return undefined;
  }
};

/** Follows the visit with sounds, one for each page that has one. Returns what takes snapshots. */
export const followWithSounds = (
  bridge: Pick<DeviceBridge, 'playSound'>,
): ((snapshot: Heard) => void) => {
  let lastPage: number | undefined;
  return snapshot => {
    if (snapshot.stepKey === lastPage) return;
    lastPage = snapshot.stepKey;
    const name = soundOf(snapshot);
    if (name === undefined) return;
    // A visit goes on without its sounds; what is wrong with the loudspeaker is in its status.
    bridge.playSound({ name, language: snapshot.language }).catch(() => undefined);
  };
};
