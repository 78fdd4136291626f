import { type VirtualChipProfile } from '../../contract/virtual-chip-profile.ts';
import { answer, SW, type Answer } from './answer.ts';

/** What wrong keys lead to. Counts on over power cycles, as the chip's memory does. */
interface AttemptCounter {
  /** The answer where no key is taken any more. */
  refusal(): Answer | undefined;
  /** Counts a wrong key and says how late the answer comes. */
  failed(answered: Answer): Answer;
  succeeded(): void;
}

export const createAttemptCounter = (
  policy: VirtualChipProfile['access']['attempts'],
): AttemptCounter => {
  let failures = 0;
  return {
    refusal: () =>
      policy?.blockAfter !== undefined && failures >= policy.blockAfter
        ? answer(SW.authenticationBlocked)
        : undefined,
    failed: answered => {
      failures += 1;
      const slow = policy?.slowAfter !== undefined && failures >= policy.slowAfter;
      return slow ? { ...answered, delayMs: policy.delayMs } : answered;
    },
    succeeded: () => (failures = 0),
  };
};
