import { FaultError } from '../../../../core/contract/errors.ts';
import { type FailingDatabase, PowerCut } from './failing-database.ts';
import { type MoneyHub } from './money-hub.ts';

/** One of the hubs that share a database. */
export interface HubAtWork {
  readonly database: FailingDatabase;
  readonly hub: MoneyHub;
}

/** What happens around a request. */
export type Trouble =
  | { readonly kind: 'none' }
  /** The power goes at this moment of its transaction ({@link FailingDatabase.cutAt}). */
  | { readonly kind: 'cut'; readonly moment: number }
  /** It reaches both hubs in the same moment. */
  | { readonly kind: 'twice' };

type Deed = (...given: unknown[]) => Promise<unknown>;

/**
 * Deeds of people that carry no id of their own: whoever heard no answer looks first whether it was
 * done, and does not simply ask again.
 */
const LOOKED_AT_FIRST: ReadonlySet<keyof MoneyHub> = new Set([
  'allocate',
  'reverseAllocation',
  'decideRefund',
  'payRefund',
]);

/** Of these the second of two is refused, since the refund has moved on. */
const DONE_ONCE: ReadonlySet<keyof MoneyHub> = new Set(['decideRefund', 'payRefund']);

const afterCut = async (
  { database }: HubAtWork,
  moment: number,
  name: keyof MoneyHub,
  act: () => Promise<unknown>,
): Promise<unknown> => {
  database.cutAt(moment);
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
    return error.wasKept && LOOKED_AT_FIRST.has(name) ? undefined : act();
  }
};

const isRefusal = (error: unknown): boolean =>
  error instanceof FaultError && error.family === 'permanent';

/** Both answer the same, or one does what can be done once. */
const atBoth = async (
  name: keyof MoneyHub,
  acts: readonly (() => Promise<unknown>)[],
): Promise<unknown> => {
  const outcomes = await Promise.allSettled(acts.map(act => act()));
  const done = outcomes.filter(outcome => outcome.status === 'fulfilled');
  const refused = outcomes.filter(outcome => outcome.status === 'rejected');
  const strange = refused.find(({ reason }) => !isRefusal(reason));
  if (strange !== undefined) throw strange.reason;
  if (done.length === 0) throw refused[0]?.reason;
  const expected = DONE_ONCE.has(name) ? 1 : outcomes.length;
  if (done.length !== expected) throw new Error(`two hubs do not agree on ${name}`);
  return together(
    name,
    done.map(({ value }) => value),
  );
};

interface Told {
  readonly isNew: boolean;
}
type Counted = Awaited<ReturnType<MoneyHub['bringStatement']>>;

/** What two hubs did of one request is what one hub would have done. */
const together = (name: keyof MoneyHub, values: readonly unknown[]): unknown => {
  const [first, second] = values;
  if (second === undefined) return first;
  if (name === 'receive') {
    const [here, there] = values as readonly (readonly Told[])[];
    return here?.map((told, at) => {
      if (told.isNew && there?.[at]?.isNew === true) throw new Error('both hubs booked the money');
      return told.isNew ? told : there?.[at];
    });
  }
  if (name !== 'bringStatement') return first;
  const [here, there] = values as readonly [Counted, Counted];
  const sum = (key: 'fresh' | 'announced' | 'settled' | 'waiting' | 'outgoing') =>
    here[key] + there[key];
  return {
    ...here,
    fresh: sum('fresh'),
    announced: sum('announced'),
    settled: sum('settled'),
    waiting: sum('waiting'),
    outgoing: sum('outgoing'),
  };
};

/** A hub whose next requests meet trouble, and who asks of it behaves as every caller does. */
export const troubledHub = (one: HubAtWork, other: HubAtWork, trouble: Trouble): MoneyHub =>
  new Proxy(one.hub, {
    get:
      (target, name: keyof MoneyHub): Deed =>
      async (...given) => {
        const actOf =
          ({ hub }: HubAtWork) =>
          (): Promise<unknown> =>
            (hub[name] as Deed)(...given);
        if (trouble.kind === 'cut') return afterCut(one, trouble.moment, name, actOf(one));
        const isRepeatable = DONE_ONCE.has(name) || !LOOKED_AT_FIRST.has(name);
        return trouble.kind === 'twice' && isRepeatable
          ? atBoth(name, [actOf(one), actOf(other)])
          : (target[name] as Deed)(...given);
      },
  });
