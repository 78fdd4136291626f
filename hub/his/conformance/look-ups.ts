import { expect, it } from 'vitest';
import { FAULTS, FaultError } from '../../../core/contract/errors.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { type HisWorld, citizen, claimOf } from './his-world.ts';

/** A HIS that tells of no appointment has weighed it itself: they are in its network. */
const WITHOUT_BOOKINGS: Readonly<Record<string, string>> = {
  'ong-tran-van-binh': 'valid-in-network',
};

/** Who somebody is, their bookings, cover and tickets. */
export const lookUps = (world: () => HisWorld): void => {
  const lookUp = (claim: Partial<IdentityClaim>) => world().his.lookup(claimOf(claim), world().day);

  it.each([
    ['ong-tran-van-binh', 'valid-re-examination'],
    ['ba-giang-thi-mai', 'valid-out-of-network'],
    ['anh-do-manh-cuong', 'valid-out-of-network'],
    ['chi-vo-thi-lan', 'expired'],
    ['anh-cao-xuan-long', 'not-found'],
    ['anh-lam-chi-kien', 'details-differ'],
    ['ong-dinh-cong-trang', 'revoked'],
    ['anh-pham-quoc-huy', 'not-found'],
  ] as const)('of %s finds the record, the bookings and the cover: %s', async (id, reason) => {
    const person = syntheticPerson(id);
    const answer = await lookUp(citizen(person));
    expect(answer.patient?.name).toBe(person.name);
    const { bookings, referrals } = world().carries;
    expect(answer.coverage.reason).toBe(bookings ? reason : (WITHOUT_BOOKINGS[id] ?? reason));
    expect(answer.bookings.map(({ code }) => code).toSorted()).toEqual(
      bookings ? person.bookings.map(({ code }) => code).toSorted() : [],
    );
    const isReferred = referrals && person.insurance?.referral === true;
    expect(answer.referrals ?? []).toHaveLength(isReferred ? 1 : 0);
    for (const booking of answer.bookings) {
      expect(person.bookings.map(one => one.clinicId)).toContain(booking.servicePointId);
    }
  });

  it('finds people by every number they may show', async () => {
    const mai = syntheticPerson('chi-mai-thi-ngoc');
    const byCode = await lookUp({ patientCode: mai.hisPatientCode ?? '' });
    expect(byCode.patient?.name).toBe(mai.name);
    const insurance = { cardNumber: '3499999916' };
    expect((await lookUp({ method: 'insurance-qr', insurance })).patient?.name).toBe(mai.name);
    const binh = await lookUp({ oldNumber: '010999902' });
    expect(binh.patient?.hisPatientId).toBe(world().patientId('BN26999902'));
    const booked = await lookUp({ method: 'booking-code', bookingCode: 'DK26999912' });
    expect(booked.patient?.name).toBe(world().carries.bookings ? 'John Carter' : undefined);
  });

  it('of somebody new finds nobody, and no card', async () => {
    expect(await lookUp({ citizenNumber: '017095999908' })).toMatchObject({
      patient: undefined,
      bookings: [],
      coverage: { reason: 'not-found' },
      visitsToday: [],
    });
  });

  it('takes nobody for the patient by name, birth date and gender alone', async () => {
    const { name, birthDate, gender } = syntheticPerson('ong-tran-van-binh');
    const answer = await lookUp({ method: 'typed', name, birthDate, gender });
    expect(answer.patient).toBeUndefined();
    expect(answer.bookings).toEqual([]);
  });

  it('shows visits of today', async () => {
    const { day, his } = world();
    const event = checkInEvent({
      hisPatientId: world().patientId('BN26999907'),
      number: { ...checkInEvent().number, day },
      occurredAt: new Date().toISOString(),
      identity: claimOf(citizen(syntheticPerson('chi-vo-thi-lan'))),
    });
    await his.deliver({ event, attemptsBefore: 0 });
    const { visitsToday } = await lookUp(citizen(syntheticPerson('chi-vo-thi-lan')));
    expect(visitsToday).toMatchObject([{ visitId: event.visitId, number: event.number }]);
  });

  it('tells what became of a ticket, once the HIS has said it', async () => {
    const { day, his } = world();
    const event = checkInEvent({
      number: { ...checkInEvent().number, day },
      occurredAt: new Date().toISOString(),
    });
    await his.deliver({ event, attemptsBefore: 0 });
    await world().tell(event.visitId, 'serving');
    expect(await his.ticketStates?.(day)).toContainEqual({
      visitId: event.visitId,
      state: 'serving',
    });
  });

  it('of a HIS that is away fails with a code that is not permanent', async () => {
    world().trouble('away');
    const failure: unknown = await lookUp({ citizenNumber: '017095999908' }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(FaultError);
    expect((failure as FaultError).code).toMatch(/^his-/);
    expect(FAULTS[(failure as FaultError).code]).not.toBe('permanent');
  });
};
