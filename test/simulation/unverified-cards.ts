import type { CheckInEvent } from '../../core/contract/hub.ts';
import { allEvents, type Check, type Facts } from './facts.ts';
import { type Person, personOf } from './people.ts';

const isUnverified = (reason: string): boolean => reason.startsWith('unverified-');

/** What the insurer's register says in the end, in the eyes of somebody who knows it. */
const isEndOf = ({ cardCode }: Person, reason: string): boolean => {
  switch (cardCode) {
    case '000':
    case '004':
      return reason.startsWith('valid-');
    case '050':
      return reason === 'not-found';
    case '060':
      return reason === 'details-differ';
    case '110':
      return reason === 'revoked';
  }
};

/** There is nothing to ask the insurer with: nobody knows a name and a birth date. */
const isNameless = ({ identity }: CheckInEvent, person: Person): boolean =>
  identity.name === undefined && person.hisPatientId === undefined;

const endOf = (facts: Facts, event: CheckInEvent): string | undefined => {
  const { visitId } = event;
  const person = personOf(facts.people, event.identity);
  const recheck = facts.hub.rechecks.find(one => one.visitId === visitId);
  if (person === undefined) return undefined;
  if (recheck === undefined) return 'nobody looked it up again';
  switch (recheck.state) {
    case 'verified':
      return isEndOf(person, recheck.result ?? '')
        ? undefined
        : `came to ${recheck.result}, the register says ${person.cardCode}`;
    case 'no-key':
      return isNameless(event, person) ? undefined : 'given up, although there was a name';
    case 'day-over':
      return recheck.day < facts.today ? undefined : 'given up before midnight';
    default:
      return `still ${recheck.state}`;
  }
};

/** What the HIS was told of a verified card: once, the same as the hub keeps. */
const toldOf = (facts: Facts, visitId: string): string | undefined => {
  const updates = facts.hub.deliveries.filter(one => one.isCoverUpdate && one.visitId === visitId);
  const covers = facts.covers.filter(one => one.visitId === visitId);
  const recheck = facts.hub.rechecks.find(one => one.visitId === visitId);
  const wanted = recheck?.state === 'verified' ? 1 : 0;
  if (updates.length !== wanted) return `${updates.length} updates for the HIS`;
  const isWrong = covers.some(({ reason }) => reason !== recheck?.result);
  if (covers.length > wanted || isWrong) {
    return `the HIS was told ${covers.map(({ reason }) => reason).join(', ')}`;
  }
  const isDelivered = updates.every(({ state }) => state === 'delivered');
  return isDelivered && covers.length < wanted ? 'the HIS was not told' : undefined;
};

/** Whoever was told something about their card at the kiosk was told what the register says. */
const mistaken = (facts: Facts, event: CheckInEvent): string | undefined => {
  const { reason } = event.payer.coverage;
  const person = personOf(facts.people, event.identity);
  if (person === undefined || isUnverified(reason) || isNameless(event, person)) return undefined;
  return isEndOf(person, reason)
    ? undefined
    : `was told ${reason}, the register says ${person.cardCode}`;
};

/**
 * Each visit that went on unverified is verified or refused as the register says, once, before the
 * end of its day; or it is plain why not.
 */
export const unverifiedEnds: Check = facts => {
  if (!facts.asksPortal) return [];
  const firsts = new Set(
    facts.hub.visits.flatMap(({ visitId, duplicateOf }) => (duplicateOf === null ? visitId : [])),
  );
  const checkIns = allEvents(facts).flatMap(event => (event.type === 'check-in' ? [event] : []));
  const unverified = checkIns.filter(
    event =>
      event.payer.mode === 'insured' &&
      isUnverified(event.payer.coverage.reason) &&
      firsts.has(event.visitId),
  );
  const known = new Set([
    ...facts.hub.rechecks.map(({ visitId }) => visitId),
    ...facts.covers.map(({ visitId }) => visitId),
  ]);
  return [
    ...checkIns.flatMap(event => {
      const wrong = mistaken(facts, event);
      return wrong === undefined ? [] : [`${event.visitId}: ${wrong}`];
    }),
    ...unverified.flatMap(event => {
      const end = endOf(facts, event);
      return end === undefined ? [] : [`${event.visitId}: ${end}`];
    }),
    ...[...known].flatMap(visitId => {
      const told = toldOf(facts, visitId);
      return told === undefined ? [] : [`${visitId}: ${told}`];
    }),
  ];
};
