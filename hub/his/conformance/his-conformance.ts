import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS, FaultError } from '../../../core/contract/errors.ts';
import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { SYNTHETIC_SERVICE_POINTS } from '../../../core/identity/synthetic-hospital.ts';
import { syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { addDays } from '../../../core/scheduling/business-day.ts';
import { checkInEvent, counterEvent } from '../../intake/testing/synthetic-events.ts';
import { type His, type HisDelivery } from '../his.ts';
import { type PaymentReceipt, type ReceiptDelivery } from '../his-money.ts';
import { type TicketState } from '../ticket-state.ts';

/**
 * none; away: nobody answers; answer-lost: the next delivery is carried out and its answer lost;
 * refused: the next delivery is not accepted for what it says; busy: nor for now.
 */
export type HisTrouble = 'none' | 'away' | 'answer-lost' | 'refused' | 'busy';

/** What arrived in the HIS for one event. */
export interface HisEffects {
  readonly visits: number;
  readonly patients: number;
}

/** What a dialect has words for. What it has none for must change nothing, and break nothing. */
export interface Carried {
  readonly bookings: boolean;
  readonly referrals: boolean;
  /** Somebody sent to a counter. */
  readonly counterReferrals: boolean;
}

export interface CircumstanceEffect {
  readonly companion: string | undefined;
  readonly companionNumber: string | undefined;
  readonly slip: string | undefined;
  readonly clerkTasks: readonly string[];
}

/** What the HIS has of a receipt, as its own words say it. */
export interface ReceiptEffect {
  /** Times it was booked. */
  readonly times: number;
  /** Whole đồng. */
  readonly amount: number;
  readonly isTakenBack: boolean;
  readonly buyer: string | undefined;
  readonly taxCode: string | undefined;
}

/** A connector and the simulated HIS it speaks to, with the synthetic people and their bookings. */
export interface HisWorld {
  readonly his: His;
  readonly day: BusinessDay;
  readonly carries: Carried;
  trouble(kind: HisTrouble): void;
  effectsOf(event: CheckInEvent): HisEffects;
  /** What came of who was with the patient, what they showed, and what a clerk has to do. */
  circumstancesOf(visitId: string): CircumstanceEffect | undefined;
  /** Undefined where the receipt never came. */
  receiptEffect(receiptId: string): ReceiptEffect | undefined;
  /** Times somebody sent to a counter was told of. */
  counterEffects(visitId: string): number;
  hasArrived(bookingId: string): boolean;
  /** The HIS calls a patient in, or lets them go. */
  tell(visitId: string, state: TicketState): Promise<void>;
  /** Id of the HIS for a patient number on a card of the hospital. */
  patientId(patientCode: string): string;
  close(): Promise<void>;
}

const claimOf = (claim: Partial<IdentityClaim>): IdentityClaim => ({
  method: 'card-qr',
  authenticity: 'not-checked',
  flags: [],
  ...claim,
});

/** The number on a person's card; none of those asked for here is without one. */
const citizen = ({ citizenNumber = '' }: { readonly citizenNumber?: string }) => ({
  citizenNumber,
});

const deliveries = (world: () => HisWorld): void => {
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

/** A HIS that tells of no appointment has weighed it itself: they are in its network. */
const WITHOUT_BOOKINGS: Readonly<Record<string, string>> = {
  'ong-tran-van-binh': 'valid-in-network',
};

const lookUps = (world: () => HisWorld): void => {
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

const bills = (world: () => HisWorld): void => {
  const due = (patientCode: string) => {
    const { his, day } = world();
    if (his.billsDue === undefined) throw new Error('no bills');
    return his.billsDue(world().patientId(patientCode), day);
  };

  it('of somebody come the oldest first, with their lines and the insurer’s share', async () => {
    const { day } = world();
    const found = await due('BN26999902');
    expect(found).toMatchObject([
      { id: 'HD26999902-0', due: 75_000, insurerPays: 0, isPriorDebt: true },
      {
        id: 'HD26999902-1',
        day,
        total: 128_400,
        insurerPays: 102_720,
        due: 25_680,
        isPriorDebt: false,
        lines: [
          { name: 'Amlodipin 5 mg', quantity: 30, amount: 28_500, insurerPays: 22_800 },
          { name: 'Metformin 850 mg', quantity: 60, amount: 99_900, insurerPays: 79_920 },
        ],
      },
    ]);
    expect(found[0]?.day).toBe(addDays(day, -21));
  });

  it('of who owes nothing are none', async () => {
    expect(await due('BN26999903')).toEqual([]);
  });

  it('left from before are marked on the patient', async () => {
    const { his, day } = world();
    const binh = await his.lookup(claimOf({ patientCode: 'BN26999902' }), day);
    expect(binh.priorDebt).toBe(true);
    const hoa = await his.lookup(claimOf({ patientCode: 'BN26999921' }), day);
    expect(hoa.priorDebt).toBeUndefined();
  });
};

const moneyReceipts = (world: () => HisWorld): void => {
  const receiptOf = (change: Partial<PaymentReceipt> = {}): PaymentReceipt => ({
    type: 'receipt',
    eventId: randomUUID(),
    kind: 'payment',
    billId: randomUUID(),
    paymentId: randomUUID(),
    amount: 1_000,
    method: 'transfer',
    provider: 'payos',
    bankReference: 'FT26327000001',
    paidAt: '2026-11-23T02:10:00.000Z',
    recordedAt: '2026-11-23T02:10:01.000Z',
    day: '2026-11-23',
    hisBill: 'HD26999921-1',
    hisPatientId: world().patientId('BN26999921'),
    ...change,
  });
  const tell = (receipt: PaymentReceipt, rest: Partial<ReceiptDelivery> = {}) => {
    const { his } = world();
    if (his.deliverReceipt === undefined) throw new Error('no receipts');
    return his.deliverReceipt({ receipt, attemptsBefore: 0, ...rest });
  };
  const effect = (receipt: PaymentReceipt) => world().receiptEffect(receipt.eventId);

  it('is booked with its amount and for whom the invoice is made out', async () => {
    const eInvoice = { buyer: 'Công ty TNHH A & B', taxCode: '0101234567', address: '1 Phố Thử' };
    const receipt = receiptOf({ eInvoice });
    expect(await tell(receipt)).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)).toEqual({
      times: 1,
      amount: 1_000,
      isTakenBack: false,
      buyer: eInvoice.buyer,
      taxCode: eInvoice.taxCode,
    });
  });

  it('makes the bill smaller', async () => {
    const { his, day } = world();
    const due = async () =>
      (await his.billsDue?.(world().patientId('BN26999921'), day))?.[0]?.due ?? 0;
    const before = await due();
    await tell(receiptOf({ amount: 2_000 }));
    expect(await due()).toBe(before - 2_000);
  });

  it('told twice is booked once', async () => {
    const receipt = receiptOf();
    await tell(receipt);
    expect(await tell(receipt, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)?.times).toBe(1);
  });

  it('whose answer was lost is booked once', async () => {
    const receipt = receiptOf();
    world().trouble('answer-lost');
    expect(await tell(receipt)).toMatchObject({ verdict: 'later', scope: 'system' });
    world().trouble('none');
    expect(await tell(receipt, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)?.times).toBe(1);
  });

  it('of a HIS that is away waits with all others', async () => {
    world().trouble('away');
    expect(await tell(receiptOf())).toMatchObject({ verdict: 'later', scope: 'system' });
  });

  it('that is refused for what it says is a dead letter', async () => {
    world().trouble('refused');
    const receipt = receiptOf();
    expect(await tell(receipt)).toMatchObject({ verdict: 'rejected' });
    expect(effect(receipt)).toBeUndefined();
  });

  it('is taken back, once however often that is said', async () => {
    const receipt = receiptOf();
    await tell(receipt);
    const back = receiptOf({ kind: 'cancellation', cancels: receipt.eventId });
    for (const attemptsBefore of [0, 1]) {
      expect(await tell(back, { attemptsBefore })).toMatchObject({ verdict: 'delivered' });
    }
    expect(effect(receipt)).toMatchObject({ times: 1, isTakenBack: true });
  });

  it('for a visit is booked on the visit that the HIS has', async () => {
    const event = checkInEvent({ hisPatientId: world().patientId('BN26999903') });
    const registered = await world().his.deliver({ event, attemptsBefore: 0 });
    if (registered.verdict !== 'delivered') throw new Error('not registered');
    const { hisBill: _bill, hisPatientId: _patient, ...rest } = receiptOf();
    const receipt = { ...rest, visitId: event.visitId };
    const visit = { visitId: event.visitId, event, references: registered.receipt };
    expect(await tell(receipt, { visit })).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)).toMatchObject({ times: 1, amount: 1_000 });
  });
};

/** What every connector must do, whatever its HIS speaks. */
export const hisConformance = (dialect: string, open: () => Promise<HisWorld>): void => {
  describe(`a HIS that speaks ${dialect}`, () => {
    let opened: HisWorld;
    const world = (): HisWorld => opened;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    afterEach(() => opened.trouble('none'));

    it('says whether it is there', async () => {
      await world().his.probe();
      world().trouble('away');
      await expect(world().his.probe()).rejects.toMatchObject({
        code: expect.stringMatching(/^his-/) as string,
      });
    });

    it('gives no catalogue while it is away', async () => {
      world().trouble('away');
      await expect(world().his.catalogue(world().day)).rejects.toMatchObject({
        code: expect.stringMatching(/^his-/) as string,
      });
    });

    it('knows the clinics and counters, and counts who waits', async () => {
      const { his, day } = world();
      const before = await his.catalogue(day);
      const ids = before.servicePoints.map(({ id }) => id).toSorted();
      expect(ids).toEqual(SYNTHETIC_SERVICE_POINTS.map(({ id }) => id).toSorted());
      const eye = (catalogue: typeof before) =>
        catalogue.servicePoints.find(({ id }) => id === 'clinic-eye')?.waiting ?? 0;
      const number = { ...checkInEvent().number, day };
      const event = checkInEvent({ number, occurredAt: new Date().toISOString() });
      await his.deliver({ event, attemptsBefore: 0 });
      expect(eye(await his.catalogue(day))).toBe(eye(before) + 1);
    });

    describe('a delivery', () => deliveries(world));
    describe('a look-up', () => lookUps(world));
    describe('bills', () => bills(world));
    describe('a receipt', () => moneyReceipts(world));
  });
};
