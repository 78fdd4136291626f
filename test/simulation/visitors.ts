import type { Priority } from '../../core/contract/hub.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import { POINTS } from './his-model.ts';
import { claimOf, type Person } from './people.ts';
import type { Choice } from './seeded-choice.ts';

/** Somebody who comes to a kiosk and what they want there. */
export interface Visitor {
  /** Milliseconds since the world's start. */
  readonly at: number;
  readonly kiosk: number;
  readonly claim: IdentityClaim | undefined;
  readonly servicePointId: string;
  readonly bookingId: string | undefined;
  /** Of a slip for re-examination that they show. */
  readonly slipNumber: string | undefined;
  readonly priority: Priority | undefined;
  /** Goes to the counter at once. */
  readonly wantsHelp: boolean;
  /** Milliseconds they look at the page before they go on. */
  readonly thinksMs: number;
}

const CLINICS = POINTS.filter(({ kind }) => kind === 'clinic').map(({ id }) => id);

/** Asks for a number of the counter, and nothing about them is special. */
export const SOMEBODY: Visitor = {
  at: 0,
  kiosk: 0,
  claim: undefined,
  servicePointId: '',
  bookingId: undefined,
  slipNumber: undefined,
  priority: undefined,
  wantsHelp: true,
  thinksMs: 1000,
};

export const visitorsOf = (
  people: readonly Person[],
  kiosks: number,
  until: number,
  choice: Choice,
): readonly Visitor[] =>
  Array.from({ length: choice.between(12, 40) }, (): Visitor => {
    const person = choice.pick(people);
    const wantsHelp = choice.chance(0.1);
    return {
      at: choice.between(500, until),
      kiosk: choice.between(0, kiosks - 1),
      claim: wantsHelp && choice.chance(0.5) ? undefined : claimOf(person, choice),
      servicePointId: choice.pick(CLINICS),
      bookingId: choice.chance(0.5) ? person.bookingId : undefined,
      slipNumber: choice.chance(0.6) ? person.slipNumber : undefined,
      priority: choice.chance(0.15) ? { group: 'pregnant', basis: 'declared' } : undefined,
      wantsHelp,
      thinksMs: choice.between(100, 3000),
    };
  }).sort((a, b) => a.at - b.at);
