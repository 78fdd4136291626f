import { type FaultCode, FaultError } from '../../../core/contract/errors.ts';
import type { Input, Output } from '../../../core/contract/contract.ts';
import type { HubContract, IntakeEvent } from '../../../core/contract/hub.ts';

/** What happens to one request on its way. */
export type Mishap =
  | { readonly on: 'nothing' }
  /** Not a byte arrives. */
  | { readonly on: 'request'; readonly code: FaultCode; readonly retryAfterMs?: number }
  /** The hub does it, the answer is lost. */
  | { readonly on: 'answer' }
  /** The hub does it and says nothing about every second event. */
  | { readonly on: 'half-an-answer' };

/** A hub with an idempotent intake, as the contract promises it, behind a bad network. */
export interface FaultyHub {
  intake(input: Input<HubContract, 'intake'>): Promise<Output<HubContract, 'intake'>>;
  /** Events as they took effect, in that order. */
  readonly effects: readonly IntakeEvent[];
  readonly requests: readonly (readonly string[])[];
  /** Requests with one of these fail as a whole with that code. */
  poison(eventId: string, code: FaultCode): void;
  /** Kept as a dead letter by the hub. */
  reject(eventId: string): void;
  /** What happens to the next requests, in turn. */
  mishaps(...next: readonly Mishap[]): void;
  /** No mishaps any more. */
  heal(): void;
}

export const createFaultyHub = (): FaultyHub => {
  const effects: IntakeEvent[] = [];
  const requests: string[][] = [];
  const known = new Map<string, string>();
  const poisoned = new Map<string, FaultCode>();
  const rejected = new Set<string>();
  const queue: Mishap[] = [];

  const take = (event: IntakeEvent): Output<HubContract, 'intake'>['results'][number] => {
    const { eventId } = event;
    const text = JSON.stringify(event);
    const before = known.get(eventId);
    if (before !== undefined && before !== text) throw new FaultError('idempotency-conflict');
    if (rejected.has(eventId)) {
      const fault = { code: 'his-rejected', retryable: false, correlationId: 'c-1' } as const;
      return { eventId, outcome: 'rejected', fault };
    }
    known.set(eventId, text);
    if (before !== undefined) return { eventId, outcome: 'duplicate' };
    effects.push(event);
    return { eventId, outcome: 'accepted' };
  };

  return {
    effects,
    requests,
    poison: (eventId, code) => poisoned.set(eventId, code),
    reject: eventId => rejected.add(eventId),
    mishaps: (...next) => queue.push(...next),
    heal: () => {
      queue.length = 0;
    },
    intake: async ({ events }) => {
      requests.push(events.map(event => event.eventId));
      await Promise.resolve();
      const mishap = queue.shift() ?? { on: 'nothing' };
      if (mishap.on === 'request') throw new FaultError(mishap.code, mishap.code, mishap);
      const poison = events.map(event => poisoned.get(event.eventId)).find(Boolean);
      if (poison !== undefined) {
        throw new FaultError(poison, poison, {
          cause: { code: poison, retryable: false, correlationId: 'c-2' },
        });
      }
      const results = events.map(take);
      if (mishap.on === 'answer') throw new FaultError('hub-timeout');
      return {
        results: mishap.on === 'half-an-answer' ? results.filter((_, at) => at % 2 === 0) : results,
      };
    },
  };
};
