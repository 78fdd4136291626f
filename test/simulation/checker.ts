import type { IntakeEvent } from '../../core/contract/hub.ts';
import { allEvents, type Check, type Facts, groupedBy } from './facts.ts';
import { personOf, type Trouble } from './people.ts';
import { slipsUsedOnce } from './slip-uses.ts';
import { unverifiedEnds } from './unverified-cards.ts';

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
  | 'every unverified card comes to one end'
  | 'a slip is used once'
  | 'no program dies of a fault around it';

const repeated = <T>(list: readonly T[], key: (one: T) => string): readonly string[] =>
  [...groupedBy(list, key)].filter(([, group]) => group.length > 1).map(([name]) => name);

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
  const byVisit = new Map(allEvents(facts).map(event => [event.visitId, event]));
  for (const { eventId, visitId, isCoverUpdate } of facts.hub.deliveries) {
    const event = byVisit.get(visitId);
    if (isCoverUpdate && event !== undefined) events.set(eventId, event);
  }
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
  ['every unverified card comes to one end', unverifiedEnds],
  ['a slip is used once', slipsUsedOnce],
  ['nothing comes from nowhere', nothingFromNowhere],
  ['nothing is recorded that was refused', nothingHalf],
];

/** Every guarantee that did not hold, with what shows it. */
export const violationsIn = (facts: Facts): readonly Violation[] =>
  CHECKS.flatMap(([guarantee, check]) => check(facts).map(found => ({ guarantee, found })));
