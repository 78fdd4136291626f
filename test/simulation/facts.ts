import type { FaultCode } from '../../core/contract/errors.ts';
import type { IntakeEvent } from '../../core/contract/hub.ts';
import type { OutboxRow } from '../../electron/storage/kiosk-store.ts';
import type { HisCover, HisEffect } from './his-model.ts';
import type { Person } from './people.ts';

/** A ticket that somebody holds in their hand. */
export interface Acknowledgement {
  readonly kioskId: string;
  readonly visitId: string;
  readonly day: string;
  readonly label: string;
}

export interface KioskFacts {
  readonly kioskId: string;
  /** Every event that was ever seen in its journal. */
  readonly events: readonly IntakeEvent[];
  readonly rows: readonly OutboxRow[];
  /** Visits that a crash cut short: each may have been recorded or not. */
  readonly cutShort: number;
}

export interface HubFacts {
  readonly intake: readonly {
    readonly eventId: string;
    readonly outcome: 'accepted' | 'rejected';
    readonly fault: string | null;
  }[];
  readonly deliveries: readonly {
    readonly eventId: string;
    readonly visitId: string;
    readonly ordinal: number;
    readonly state: string;
    readonly fault: string | null;
    readonly isCoverUpdate: boolean;
  }[];
  /** Check-ins alone. */
  readonly visits: readonly {
    readonly visitId: string;
    readonly duplicateOf: string | null;
    readonly slipUsedBy: string | null;
  }[];
  /** Visits whose card was to be looked up again. */
  readonly rechecks: readonly {
    readonly visitId: string;
    readonly day: string;
    readonly state: string;
    readonly result: string | null;
  }[];
  /** Blocks of numbers as they were given out, a single one too. */
  readonly issues: readonly {
    readonly line: string;
    readonly first: number;
    readonly last: number;
  }[];
}

/** What is left of a world when everything has come to rest. */
export interface Facts {
  readonly acknowledged: readonly Acknowledgement[];
  readonly kiosks: readonly KioskFacts[];
  readonly hub: HubFacts;
  readonly effects: readonly HisEffect[];
  readonly covers: readonly HisCover[];
  readonly people: readonly Person[];
  /** Events that were dead letters once and that a person sent again: later than their order. */
  readonly revived: ReadonlySet<string>;
  /** Refusals that patients were told. */
  readonly refusals: readonly { readonly code: FaultCode }[];
  /** Slips that a kiosk said were used before. */
  readonly slipsRefused: ReadonlySet<string>;
  /** The hubs ask the insurer's portal. */
  readonly asksPortal: boolean;
  /** Day at the end of the world. */
  readonly today: string;
}

/** Everything found that is not as it was promised. */
export type Check = (facts: Facts) => readonly string[];

export const groupedBy = <T>(
  list: readonly T[],
  key: (one: T) => string,
): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
};

export const allEvents = ({ kiosks }: Facts): readonly IntakeEvent[] =>
  kiosks.flatMap(({ events }) => events);
