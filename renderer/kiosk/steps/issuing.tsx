import { WaitingPage } from '../frame/waiting-page.tsx';

export const Issuing = () => (
  <WaitingPage title="issuing.title" lead="issuing.lead" long="issuing.long" scene="slip" />
);
