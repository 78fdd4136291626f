import type { FaultCode } from '../../core/contract/errors.ts';
import type { IntakeEvent } from '../../core/contract/hub.ts';
import type { OutboxRow } from '../../electron/storage/kiosk-store.ts';
import type { HisEffect } from './his-model.ts';
import { type Person, personOf, type Trouble } from './people.ts';

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
  readonly people: readonly Person[];
  /** Events that were dead letters once and that a person sent again: later than their order. */
  readonly revived: ReadonlySet<string>;
  /** Refusals that patients were told. */
  readonly refusals: readonly { readonly code: FaultCode }[];
}

export interface Violation {
  readonly guarantee: Guarantee;
  readonly found: string;
}

export type Guarantee =
  | 'no acknowledged check-in is lost'
  | 'at most one effect for each visit'
  | 'in order for each patient'
  | 'no number twice'
  | 'everything drains after healing'
  | 'every dead letter is explained'
  | 'nothing comes from nowhere'
  | 'nothing is recorded that was refused'
  | 'no program dies of a fault around it';

type Check = (facts: Facts) => readonly string[];

const groupedBy = <T>(list: readonly T[], key: (one: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
};

const repeated = <T>(list: readonly T[], key: (one: T) => string): readonly string[] =>
  [...groupedBy(list, key)].filter(([, group]) => group.length > 1).map(([name]) => name);

const allEvents = ({ kiosks }: Facts): readonly IntakeEvent[] =>
  kiosks.flatMap(({ events }) => events);

const troubleOf = ({ people }: Facts, event: IntakeEvent | undefined): Trouble =>
  personOf(people, event?.identity)?.trouble ?? 'none';

/** A dead letter stands for its visit: a person sees it. */
const deadVisits = (facts: Facts): ReadonlySet<string> => {
  const visitOf = new Map(allEvents(facts).map(({ eventId, visitId }) => [eventId, visitId]));
  const atKiosks = facts.kiosks
    .flatMap(({ rows }) => rows)
    .filter(({ state }) => state === 'rejected' || state === 'failed');
  const atIntake = facts.hub.intake.filter(({ outcome }) => outcome === 'rejected');
  const atHub = facts.hub.deliveries.filter(
    ({ state }) => state === 'rejected' || state === 'failed',
  );
  return new Set(
    [...atKiosks, ...atIntake, ...atHub].flatMap(({ eventId }) => visitOf.get(eventId) ?? []),
  );
};

const nothingLost: Check = facts => {
  const arrived = new Set(facts.effects.map(({ event }) => event.visitId));
  const dead = deadVisits(facts);
  return facts.acknowledged
    .filter(({ visitId }) => !arrived.has(visitId) && !dead.has(visitId))
    .map(({ kioskId, label, visitId }) => `${label} of ${kioskId} (${visitId}) is nowhere`);
};

/** By the ticket, not by an id that a program made: nobody has two of one number. */
const oneEffect: Check = ({ effects }) =>
  repeated(effects, ({ event: { number } }) => `${number.day} ${number.label}`).map(
    number => `${number} is in the HIS more than once`,
  );

const isRising = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value > (values[index - 1] ?? 0));

const inOrder: Check = facts => {
  const inTurn = facts.effects
    .map(({ event }) => event)
    .filter(({ eventId }) => !facts.revived.has(eventId));
  const groups = groupedBy(inTurn, ({ kioskId, aggregate }) => `${kioskId} ${aggregate}`);
  return [...groups]
    .filter(([, events]) => !isRising(events.map(({ sequence }) => sequence)))
    .map(([name, events]) => `${name}: ${events.map(({ sequence }) => sequence).join(', ')}`);
};

const uniqueNumbers: Check = facts => {
  const tickets = repeated(facts.acknowledged, ({ day, label }) => `${day} ${label}`);
  const recorded = repeated(
    allEvents(facts),
    ({ number }) => `${number.day} ${number.servicePointId} ${number.label}`,
  );
  const sequences = facts.kiosks.flatMap(({ kioskId, events }) =>
    repeated(events, ({ sequence }) => `event ${sequence} of ${kioskId}`),
  );
  const overlaps = [...groupedBy(facts.hub.issues, ({ line }) => line)].flatMap(([line, blocks]) =>
    blocks
      .toSorted((a, b) => a.first - b.first)
      .flatMap(({ first }, index, sorted) =>
        first <= (sorted[index - 1]?.last ?? 0) ? [`${line} ${first}`] : [],
      ),
  );
  return [...tickets, ...recorded, ...sequences, ...overlaps];
};

const allDrained: Check = ({ kiosks, hub }) => [
  ...kiosks.flatMap(({ kioskId, rows }) =>
    rows
      .filter(({ state }) => state === 'queued' || state === 'in-flight')
      .map(({ sequence, state, fault }) => `event ${sequence} of ${kioskId}: ${state} ${fault}`),
  ),
  ...hub.deliveries
    .filter(({ state }) => state === 'queued' || state === 'in-flight')
    .map(({ visitId, state, fault }) => `delivery of ${visitId}: ${state} ${fault}`),
];

/** Where each trouble may end, and under which fault. */
const CAUSES: Readonly<Record<Trouble, readonly string[]>> = {
  none: [],
  'his-refuses': ['hub his-rejected'],
  'his-stumbles': ['hub his-conflict'],
  'breaks-hub': ['kiosk internal'],
};

const deadExplained: Check = facts => {
  const events = new Map(allEvents(facts).map(event => [event.eventId, event]));
  const dead = [
    ...facts.kiosks
      .flatMap(({ rows }) => rows)
      .filter(({ state }) => state === 'rejected' || state === 'failed')
      .map(({ eventId, fault }) => ({ eventId, why: `kiosk ${fault}` })),
    ...facts.hub.intake
      .filter(({ outcome }) => outcome === 'rejected')
      .map(({ eventId, fault }) => ({ eventId, why: `intake ${fault}` })),
    ...facts.hub.deliveries
      .filter(({ state }) => state === 'rejected' || state === 'failed')
      .map(({ eventId, fault }) => ({ eventId, why: `hub ${fault}` })),
  ];
  return dead
    .filter(({ eventId, why }) => !CAUSES[troubleOf(facts, events.get(eventId))].includes(why))
    .map(({ eventId, why }) => `${eventId} is dead without a cause: ${why}`);
};

const nothingFromNowhere: Check = facts => {
  const recorded = new Map(allEvents(facts).map(event => [event.visitId, event]));
  const strange = facts.effects.flatMap(({ event }) => {
    const own = recorded.get(event.visitId);
    if (own === undefined) return [`${event.visitId} is in the HIS and of no kiosk`];
    return own.number.label === event.number.label && own.sequence === event.sequence
      ? []
      : [`${event.visitId} is another in the HIS`];
  });
  const mistaken = facts.acknowledged.flatMap(({ visitId, label }) => {
    const own = recorded.get(visitId);
    return own === undefined || own.number.label === label
      ? []
      : [`${visitId} has ${own.number.label}, its ticket says ${label}`];
  });
  return [...strange, ...mistaken];
};

const nothingHalf: Check = ({ kiosks, acknowledged }) =>
  kiosks.flatMap(({ kioskId, events, cutShort }) => {
    const told = acknowledged.filter(one => one.kioskId === kioskId).length;
    return events.length > told + cutShort
      ? [`${kioskId} recorded ${events.length}: ${told} were told, ${cutShort} cut short`]
      : [];
  });

const CHECKS: readonly (readonly [Guarantee, Check])[] = [
  ['no acknowledged check-in is lost', nothingLost],
  ['at most one effect for each visit', oneEffect],
  ['in order for each patient', inOrder],
  ['no number twice', uniqueNumbers],
  ['everything drains after healing', allDrained],
  ['every dead letter is explained', deadExplained],
  ['nothing comes from nowhere', nothingFromNowhere],
  ['nothing is recorded that was refused', nothingHalf],
];

/** Every guarantee that did not hold, with what shows it. */
export const violationsIn = (facts: Facts): readonly Violation[] =>
  CHECKS.flatMap(([guarantee, check]) => check(facts).map(found => ({ guarantee, found })));
