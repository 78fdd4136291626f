import { createActor, fromPromise } from 'xstate';
import type { CardAccessKey } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { Intent, Snapshot } from '../../core/contract/kiosk.ts';
import type { Language } from '../../core/contract/primitives.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Surroundings, VisitPace, VisitServices } from '../../core/visit/visit-context.ts';
import { showsPresence, type WorldEvent } from '../../core/visit/visit-events.ts';
import { visitMachine } from '../../core/visit/visit-machine.ts';
import { snapshotOf } from '../../core/visit/visit-snapshot.ts';

/** The visit at this kiosk, one after the other, as the shells see it. */
export interface VisitSession {
  snapshot(): Snapshot;
  /**
   * What was tapped, and on which page.
   * @throws FaultError `stale-step` when the page has changed since, `not-possible-now` when the
   * page does not offer it.
   */
  send(stepKey: number, intent: Intent): Snapshot;
  tell(event: WorldEvent): void;
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  stop(): void;
}

/** The readers' side of the keys of a chip. */
export interface CardKeys {
  /** These and no others, until they are forgotten. */
  offer(keys: readonly CardAccessKey[]): void;
  forget(): void;
}

export interface VisitSessionOptions {
  readonly services: VisitServices;
  readonly cardKeys: CardKeys;
  readonly surroundings: Surroundings;
  readonly pace: VisitPace;
  readonly clerkRecord: boolean;
  readonly language: Language;
  readonly clock: Clock;
}

/** Footer and overlay belong to every page: a page that turned meanwhile does not matter. */
const PAGELESS: ReadonlySet<Intent['type']> = new Set([
  'callStaff',
  'closeStaffCall',
  'stillHere',
  'setLanguage',
  'setDisplay',
]);

/** Runs the pure visit machine with real services, and turns its states into snapshots. */
export const createVisitSession = (options: VisitSessionOptions): VisitSession => {
  const { services, clock, cardKeys } = options;
  const machine = visitMachine.provide({
    actors: {
      lookUp: fromPromise(({ input }) => services.lookUp(input)),
      checkSlip: fromPromise(({ input }) => services.checkSlip(input)),
      issue: fromPromise(({ input }) => services.issue(input)),
      refer: fromPromise(({ input }) => services.refer(input)),
      print: fromPromise(({ input }) => services.print(input)),
      reprint: fromPromise(({ input }) => services.reprint(input)),
      copy: fromPromise(({ input }) => services.copy(input)),
      callStaff: fromPromise(({ input }) => services.callStaff(input)),
      charges: fromPromise(({ input }) => services.charges(input)),
      openCode: fromPromise(({ input }) => services.openCode(input)),
      watchPayment: fromPromise(({ input }) => services.watchPayment(input)),
      endCode: fromPromise(({ input }) => services.endCode(input)),
      billsDue: fromPromise(({ input }) => services.billsDue(input)),
      printPayment: fromPromise(({ input }) => services.printPayment(input)),
    },
  });
  const actor = createActor(machine, {
    input: {
      surroundings: options.surroundings,
      pace: options.pace,
      clerkRecord: options.clerkRecord,
      language: options.language,
    },
    clock: timersOf(clock),
  });

  const listeners = new Set<(snapshot: Snapshot) => void>();
  let revision = 0;
  const current = (): Snapshot =>
    snapshotOf(actor.getSnapshot(), { revision, now: new Date(clock.now()).toISOString() });

  let offered: readonly CardAccessKey[] | undefined;
  /** Whatever ends a visit takes the keys out of its context, and here out of the readers. */
  const keepKeysInStep = (keys: readonly CardAccessKey[] | undefined): void => {
    if (keys === offered) return;
    offered = keys;
    if (keys === undefined) cardKeys.forget();
    else cardKeys.offer(keys);
  };

  actor.subscribe(state => {
    keepKeysInStep(state.context.cardKeys);
    revision += 1;
    const snapshot = current();
    for (const listener of listeners) listener(snapshot);
  });
  actor.start();

  return {
    snapshot: current,
    send: (stepKey, intent) => {
      const before = actor.getSnapshot();
      if (!PAGELESS.has(intent.type) && before.context.stepKey !== stepKey) {
        throw new FaultError('stale-step');
      }
      if (intent.type !== 'stillHere' && !before.can(intent)) {
        throw new FaultError('not-possible-now');
      }
      actor.send(intent);
      actor.send({ type: 'touch' });
      return current();
    },
    tell: event => {
      actor.send(event);
      if (showsPresence(event)) actor.send({ type: 'touch' });
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      actor.stop();
      keepKeysInStep(undefined);
      listeners.clear();
    },
  };
};

/** XState's clock is setTimeout by another name. */
const timersOf = (clock: Clock) => {
  const cancels = new Map<number, () => void>();
  let next = 1;
  return {
    setTimeout: (task: () => void, ms: number): number => {
      const id = next++;
      cancels.set(
        id,
        clock.after(ms, () => {
          cancels.delete(id);
          task();
        }),
      );
      return id;
    },
    clearTimeout: (id: number): void => {
      cancels.get(id)?.();
      cancels.delete(id);
    },
  };
};
