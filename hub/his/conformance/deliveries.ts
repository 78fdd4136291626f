import { expect, it } from 'vitest';
import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { checkInEvent, counterEvent } from '../../intake/testing/synthetic-events.ts';
import { type HisDelivery } from '../his.ts';
import { type HisWorld, citizen, claimOf } from './his-world.ts';

/** A visit on its way to the HIS. */
export const deliveries = (world: () => HisWorld): void => {
  const deliver = (event: HisDelivery['event'], rest: Partial<HisDelivery> = {}) =>
    world().his.deliver({ event, attemptsBefore: 0, ...rest });
  const known = (change: Partial<CheckInEvent> = {}) =>
    checkInEvent({ hisPatientId: world().patientId('BN26999903'), ...change });

  it('registers the visit of somebody new, and them', async () => {
    const event = checkInEvent();
    expect(await deliver(event)).toMatchObject({ verdict: 'delivered' });
    expect(world().effectsOf(event)).toEqual({ visits: 1, patients: 1 });
  });

  it('registers nobody again who is known by a number', async () => {
    const claim = { ...citizen(syntheticPerson('be-le-minh-khoi')), name: 'Lê Minh Khôi' };
    const event = checkInEvent({ identity: claimOf(claim) });
    expect(await deliver(event)).toMatchObject({ verdict: 'delivered' });
    expect(world().effectsOf(event)).toEqual({ visits: 1, patients: 1 });
  });

  it('of one event twice has one effect', async () => {
    const event = checkInEvent();
    await deliver(event);
    expect(await deliver(event, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(world().effectsOf(event)).toEqual({ visits: 1, patients: 1 });
  });

  it('whose answer was lost has one effect when it is sent again', async () => {
    const event = known();
    world().trouble('answer-lost');
    expect(await deliver(event)).toMatchObject({ verdict: 'later', scope: 'system' });
    world().trouble('none');
    expect(world().effectsOf(event).visits).toBe(1);
    expect(await deliver(event, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(world().effectsOf(event).visits).toBe(1);
  });

  it('of a HIS that is away waits with all others, and goes through once it is back', async () => {
    const event = checkInEvent();
    world().trouble('away');
    expect(await deliver(event)).toMatchObject({ verdict: 'later', scope: 'system' });
    world().trouble('none');
    expect(await deliver(event, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(world().effectsOf(event)).toEqual({ visits: 1, patients: 1 });
  });

  it('that is refused for what it says is a dead letter with the reason', async () => {
    const event = known();
    world().trouble('refused');
    const verdict = await deliver(event);
    expect(verdict).toMatchObject({ verdict: 'rejected', diagnosis: { fault: 'his-rejected' } });
    expect(verdict).toHaveProperty('diagnosis.outcome');
    expect(world().effectsOf(event).visits).toBe(0);
  });

  it('that is refused for now waits, alone', async () => {
    world().trouble('busy');
    expect(await deliver(known())).toMatchObject({ verdict: 'later', scope: 'item' });
  });

  it('of the same new patient, several at the same moment, makes one patient', async () => {
    const { identity } = checkInEvent();
    const events = [1, 2, 3, 4].map(() => checkInEvent({ identity }));
    const verdicts = await Promise.all(events.map(event => deliver(event)));
    for (const verdict of verdicts) expect(verdict).toMatchObject({ verdict: 'delivered' });
    for (const event of events) {
      expect(world().effectsOf(event)).toEqual({ visits: 1, patients: 1 });
    }
  });

  it('of a visit that repeats another makes no second visit', async () => {
    const first = known();
    await deliver(first);
    const second = known();
    const duplicateOf = { visitId: first.visitId, label: first.number.label };
    expect(await deliver(second, { duplicateOf })).toMatchObject({ verdict: 'delivered' });
    expect(world().effectsOf(first).visits).toBe(1);
    expect(world().effectsOf(second).visits).toBe(0);
  });

  it('of somebody sent to a counter arrives once, whether they said who they are or not', async () => {
    const events = [counterEvent(), counterEvent({ identity: checkInEvent().identity })];
    for (const event of events) {
      expect(await deliver(event)).toMatchObject({ verdict: 'delivered' });
      expect(await deliver(event, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
      expect(world().counterEffects(event.visitId)).toBe(world().carries.counterReferrals ? 1 : 0);
    }
  });

  it.each(['referral', 're-examination'] as const)(
    'of a child says who is with it, which %s was shown, and what is left for a clerk',
    async kind => {
      const event = checkInEvent({
        relative: {
          relationship: 'parent',
          claim: claimOf({ name: 'Đỗ Thị Mẹ', citizenNumber: '001190999977', gender: 'female' }),
        },
        slip: { kind, number: `GCT/${kind}-01`, standing: 'unverified', fromFacility: '01004' },
        clerkTasks: ['birth-certificate', kind],
      });
      expect(await deliver(event)).toMatchObject({ verdict: 'delivered' });
      expect(world().circumstancesOf(event.visitId)).toEqual({
        companion: 'Đỗ Thị Mẹ',
        companionNumber: '001190999977',
        slip: `GCT/${kind}-01`,
        clerkTasks: ['birth-certificate', kind],
      });
    },
  );

  it('of somebody with a booking says that they are here', async () => {
    const bookingId = `bk-hoa-1-${world().day.replaceAll('-', '')}`;
    const event = checkInEvent({
      hisPatientId: world().patientId('BN26999921'),
      bookingId,
      servicePointId: 'clinic-cardiology',
    });
    expect(world().hasArrived(bookingId)).toBe(false);
    expect(await deliver(event)).toMatchObject({ verdict: 'delivered' });
    expect(world().hasArrived(bookingId)).toBe(world().carries.bookings);
    expect(world().effectsOf(event).visits).toBe(1);
  });

  it('of a cover looked up since brings the visit up to date, and makes no second one', async () => {
    const unverified = { reason: 'unverified-portal-away' } as const;
    const event = known({ payer: { mode: 'insured', coverage: unverified } });
    await deliver(event);
    const update: CheckInEvent = {
      ...event,
      eventId: checkInEvent().eventId,
      payer: {
        mode: 'insured',
        coverage: {
          reason: 'valid-in-network',
          cardNumber: 'TE1010199999903',
          validFrom: '2026-01-01',
          portal: { at: '2026-11-23T02:00:00.000Z', code: '003', finding: 'renewed' },
          route: {
            route: 'in-network',
            reason: 'registered-here',
            objectCode: '1.1',
            benefitPercent: 47.5,
            grounds: { emergency: false, referral: 'none', reExamination: 'none' },
          },
        },
      },
    };
    for (const attemptsBefore of [1, 2]) {
      const verdict = await deliver(update, { attemptsBefore, isCoverUpdate: true });
      expect(verdict).toMatchObject({ verdict: 'delivered' });
    }
    expect(world().effectsOf(event).visits).toBe(1);
  });

  it('never rejects, whatever the event says', async () => {
    const odd = checkInEvent({
      servicePointId: 'nowhere',
      bookingId: 'none',
      identity: claimOf({ name: '|^~\\&\r\n\u000b\u001c', address: '"" <&>' }),
    });
    expect(['delivered', 'later', 'rejected']).toContain((await deliver(odd)).verdict);
  });
};
