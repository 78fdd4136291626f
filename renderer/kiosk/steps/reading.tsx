import type { IdentityMethod } from '../../../core/contract/identity.ts';
import type { Scene } from '../../ui/pictograms/illustration.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { ChipPrivacy } from '../frame/chip-privacy.tsx';
import { WaitingPage } from '../frame/waiting-page.tsx';
import type { StepProps } from './step-props.ts';

const WAYS: Readonly<Record<IdentityMethod, { title: KioskKey; scene: Scene }>> = {
  'card-chip': { title: 'reading.titleCard', scene: 'cardOnReader' },
  'card-qr': { title: 'reading.titleCode', scene: 'looking' },
  'card-mrz': { title: 'reading.titleCode', scene: 'looking' },
  'insurance-qr': { title: 'reading.titleCode', scene: 'looking' },
  'patient-code': { title: 'reading.titleCode', scene: 'looking' },
  'booking-code': { title: 'reading.titleCode', scene: 'looking' },
  'opaque-token': { title: 'reading.titleCode', scene: 'looking' },
  typed: { title: 'reading.titleTyped', scene: 'looking' },
};

export const Reading = ({ view }: StepProps<'reading'>) => (
  <WaitingPage
    {...WAYS[view.method]}
    lead="reading.lead"
    long="reading.long"
    progress={view.progress}
  >
    {view.method === 'card-chip' && <ChipPrivacy portrait={view.portrait} />}
  </WaitingPage>
);
