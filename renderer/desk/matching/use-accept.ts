import { useRef, useState } from 'react';
import type { DeskMatchPart, DeskMatchRule } from '../../../core/contract/desk-reconciliation.ts';
import { useDesk } from '../desk-context.ts';
import { digits, faultWords, say } from '../desk-words.ts';
import type { Said } from '../said.ts';
import { amountOf } from './match-book.ts';

/** A match that somebody wants, and a name that stays the same while it is the same one. */
export interface WantedMatch {
  readonly key: string;
  readonly rule: DeskMatchRule;
  readonly score?: number;
  readonly parts: readonly DeskMatchPart[];
}

interface Outcome {
  readonly accepted: readonly WantedMatch[];
  readonly refused: number;
  /** Of what ended the work: no answer, or nothing that another try changes. */
  readonly fault?: string;
}

const saidOf = ({ accepted, refused, fault }: Outcome): Said => {
  const done = say('matching.accepted', {
    count: digits(accepted.length),
    amount: digits(accepted.reduce((sum, { parts }) => sum + amountOf(parts), 0)),
  });
  const failed =
    fault !== undefined
      ? faultWords(fault)
      : accepted.length === 0 && refused === 1
        ? say('matching.failed.match')
        : say('matching.failed.some', { count: digits(refused) });
  if (fault === undefined && refused === 0) return { words: done, tone: 'ok' };
  return {
    words: accepted.length === 0 ? failed : `${done} ${failed}`,
    tone: 'attention',
  };
};

export interface Accepting {
  /** In words, while there is something to wait for. */
  readonly progress: string | undefined;
  /** One after the other; what others have done meanwhile is left out, and said. */
  readonly accept: (wanted: readonly WantedMatch[]) => Promise<void>;
}

/** @param onSaid hears what became of it, once. */
export const useAccept = (onSaid: (said: Said) => void): Accepting => {
  const call = useDesk(state => state.call);
  const [progress, setProgress] = useState<string>();
  const isBusy = useRef(false);
  // The same id again is the same match: what was not answered is asked for once more, not twice.
  const ids = useRef(new Map<string, string>());

  const ask = async ({ key, rule, score, parts }: WantedMatch) => {
    const matchId = ids.current.get(key) ?? crypto.randomUUID();
    ids.current.set(key, matchId);
    const answer = await call('acceptMatch', {
      matchId,
      rule,
      parts: [...parts],
      ...(score === undefined ? {} : { score }),
    });
    if (answer.ok || answer.error.code === 'not-possible-now') ids.current.delete(key);
    return answer;
  };

  const acceptAll = async (wanted: readonly WantedMatch[]): Promise<Outcome> => {
    const accepted: WantedMatch[] = [];
    let refused = 0;
    for (const [at, one] of wanted.entries()) {
      if (wanted.length > 1) {
        setProgress(say('matching.working', { done: digits(at), of: digits(wanted.length) }));
      }
      const answer = await ask(one);
      if (answer.ok) accepted.push(one);
      else if (answer.error.code === 'not-possible-now') refused += 1;
      else return { accepted, refused, fault: answer.error.code };
    }
    return { accepted, refused };
  };

  const accept = async (wanted: readonly WantedMatch[]): Promise<void> => {
    if (isBusy.current || wanted.length === 0) return;
    isBusy.current = true;
    const outcome = await acceptAll(wanted);
    isBusy.current = false;
    setProgress(undefined);
    onSaid(saidOf(outcome));
  };
  return { progress, accept };
};
