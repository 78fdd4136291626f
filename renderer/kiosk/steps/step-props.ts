import type { StepName, StepView } from '../../../core/contract/kiosk.ts';

/** What the page of one step is given: exactly what the host says of that step. */
export interface StepProps<Name extends StepName> {
  readonly view: Extract<StepView, { name: Name }>;
}
