import { type Authenticity, type AuthenticityReason } from '../../../core/contract/identity.ts';

/** What is known about a chip and its data once they were read. */
export interface Verdict {
  readonly authenticity: Authenticity;
  readonly reasons: readonly AuthenticityReason[];
}
